// Small pages, each with one fault that must be found, and one without any.

const page = (body, style = '') => `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>Planted</title>
<style>@page { margin: 18mm 17mm } body { margin: 16px; background: #fff; color: #111; font: 16px sans-serif } ${style}</style></head>
<body><main><h1>Planted</h1>${body}</main></body></html>`;

const picture = (text, style = '') => `<svg role="img" aria-label="p" width="100" height="40" style="display:block;overflow:visible;${style}">${text}</svg>`;

/** What each page must be found guilty of, in this mode and no other check or mode; `null` for none. */
export const PLANTED = [
  {
    name: 'clean',
    // A label in the margin of its picture, numbers that can be read on their ground, a wide table in a box that scrolls, and words that wrap.
    html: page(
      `${picture('<text x="100" y="20">in the margin</text>', 'margin:0 120px 0 0')}
      ${picture('<rect width="50" height="40" fill="#036"/><text x="9" y="20" fill="#fff">12</text>')}
      ${picture('<rect width="50" height="40" fill="#036"/><text x="9" y="20" style="paint-order:stroke;stroke:#fff;stroke-width:4px">12</text>')}
      <div class="scroll" tabindex="0" role="group" aria-label="t"><p style="width:900px">wide</p></div>
      <details><summary>More</summary><p>${'words that wrap '.repeat(20)}</p></details><p><a href="#x" id="x">A link</a></p>`,
      '.scroll { overflow-x: auto }',
    ),
    must: null,
  },
  {
    name: 'label outside its picture and margin',
    html: page(picture('<text x="100" y="20">too long a label</text>', 'margin:0 40px 0 0')),
    must: { check: 'frame', about: /^"too long a label" leaves its picture, right/, modes: ['light', '320 px', 'print'] },
  },
  {
    name: 'label below its picture',
    html: page(picture('<text x="0" y="50">below</text>')),
    must: { check: 'frame', about: /leaves its picture, bottom/, modes: ['light', '320 px', 'print'] },
  },
  {
    name: 'label cut by an inner picture',
    html: page(picture('<svg width="30" height="30" overflow="hidden"><text x="0" y="20">cut off</text></svg>')),
    must: { check: 'frame', about: /leaves its inner picture, right/, modes: ['light', '320 px', 'print'] },
  },
  {
    name: 'words cut by their box',
    html: page('<p style="width:80px;overflow:hidden;white-space:nowrap">words that do not fit</p>'),
    must: { check: 'frame', about: /leaves its cutting <p>, right/, modes: ['light', '320 px', 'print'] },
  },
  {
    name: 'a folded word wider than its block',
    html: page('<details><summary>More</summary><p style="width:90px">incomprehensibilities</p></details>'),
    must: { check: 'frame', about: /leaves its <p>, right/, modes: ['light', '320 px', 'print'] },
  },
  {
    name: 'words outside their block on paper only',
    html: page('<p class="w">words that do not fit</p>', '@media print { .w { width: 80px; white-space: nowrap } }'),
    must: { check: 'frame', about: /leaves its <p>, right/, modes: ['print'] },
  },
  {
    name: 'wide on paper that lies on its side',
    html: page('<p>words</p>', '@page w { size: landscape } @media print { body { page: w } p { width: 900px } }'),
    must: null,
  },
  {
    name: 'wide on paper that stands',
    html: page('<p>words</p>', '@page w { size: landscape } @media print { p { width: 900px } }'),
    must: { check: 'sideways', about: /scrolls sideways/, modes: ['print'] },
  },
  {
    name: 'sideways scroll on a phone',
    html: page('<div style="width:400px;height:9px"></div>'),
    must: { check: 'sideways', about: /scrolls sideways/, modes: ['320 px'] },
  },
  {
    name: 'words to the left of the window',
    html: page('<p style="margin-left:-40px">words</p>'),
    must: { check: 'frame', about: /leaves its window, left/, modes: ['light', '320 px', 'print'] },
  },
  {
    name: 'low contrast',
    html: page('<p style="color:#aaa">pale</p>', '@media (prefers-color-scheme: dark) { body { background: #111 } h1 { color: #fff } }'),
    must: { check: 'axe', about: /^color-contrast/, modes: ['light', 'forced colors'] },
  },
  {
    name: 'low contrast in what is folded',
    html: page('<details><summary>More</summary><p class="pale">pale</p></details>', '.pale { color: #aaa }'),
    must: { check: 'axe', about: /^color-contrast/, modes: ['light', 'dark', 'forced colors'] },
  },
  {
    name: 'low contrast in the dark',
    html: page('<p>pale</p>', '@media (prefers-color-scheme: dark) { body { background: #222 } h1 { color: #fff } p { color: #555 } }'),
    must: { check: 'axe', about: /^color-contrast/, modes: ['dark'] },
  },
  {
    name: 'low contrast under forced colors',
    html: page('<p>pale</p>', '@media (forced-colors: active) { p { forced-color-adjust: none; color: #ccc; background: #fff } }'),
    must: { check: 'axe', about: /^color-contrast/, modes: ['forced colors'] },
  },
  {
    name: 'low contrast in the last of many lines',
    html: page(`<ul>${'<li>line</li>'.repeat(40)}<li><b class="pale">pale</b></li></ul>`, '.pale { color: #aaa }'),
    must: { check: 'axe', about: /^color-contrast/, modes: ['light', 'dark', 'forced colors'] },
  },
  {
    name: 'words over a gradient',
    html: page('<p>words</p>', 'p { background: linear-gradient(#fff, #eee) }'),
    must: { check: 'undecided', about: /^nothing is decided on 1.*bgGradient/, modes: ['light'] },
  },
  {
    name: 'a number too pale for its cell',
    html: page(picture('<rect width="50" height="40" fill="#036"/><text x="9" y="20" fill="#247">12</text>')),
    must: { check: 'contrast', about: /^"12" has a contrast of 1.3, less than 4.5/, modes: ['light', 'dark', 'forced colors'] },
  },
  {
    name: 'a number too pale for the page',
    html: page(picture('<rect width="9" height="9" fill="#036"/><text x="9" y="30" fill="#ccc">12</text>')),
    must: { check: 'contrast', about: /^"12" has a contrast of 1.6/, modes: ['light', 'dark', 'forced colors'] },
  },
  {
    name: 'words on a pattern',
    html: page(
      picture('<defs><pattern id="p" width="5" height="5" patternUnits="userSpaceOnUse"><path d="M0 2H5" stroke="#036"/></pattern></defs><rect width="90" height="40" fill="url(#p)"/><text x="9" y="20">12</text>'),
    ),
    must: { check: 'undecided', about: /"12" on a pattern/, modes: ['light'] },
  },
  {
    name: 'small targets side by side',
    html: page('<button></button><button></button>'.replaceAll('></b', ' aria-label="b"></b'), 'button { width: 9px; height: 9px; padding: 0 }'),
    must: { check: 'axe', about: /^target-size/, modes: ['320 px'] },
  },
  {
    name: 'a picture without words',
    html: page('<svg role="img" width="9" height="9"></svg>'),
    must: { check: 'axe', about: /^svg-img-alt/, modes: ['light'] },
  },
  {
    name: 'a heading too deep',
    html: page('<h4>Deep</h4>'),
    must: { check: 'axe', about: /^heading-order/, modes: ['light'] },
  },
  {
    name: 'more paper than allowed',
    html: page('<p>one</p><p>two</p>', '@media print { p + p { break-before: page } }'),
    must: { check: 'paper', about: /^2 printed pages, and not 1 at most/, modes: ['print'] },
  },
  {
    name: 'less paper, by rules for the screen',
    html: page('<p>one</p><p>two</p>', '@media screen { p + p { break-before: page } }'),
    must: null,
  },
  {
    name: 'paper without tags',
    html: page('<p>one</p>'),
    pdf: { tagged: false },
    must: { check: 'paper', about: /no tags/, modes: ['print'] },
  },
  {
    name: 'something loaded',
    limits: { undecidedMax: 2 },
    html: page('<p style="background:url(planted.png)">words</p>', 'p { width: 50px }'),
    must: { check: 'loads', about: /^the page loads planted.png/, modes: ['light'] },
  },
  {
    name: 'a script that fails',
    html: page('<script>throw new Error("planted")</script>'),
    must: { check: 'broken', about: /planted/, modes: ['light'] },
  },
  {
    name: 'picture alone.svg',
    html: '<svg xmlns="http://www.w3.org/2000/svg" width="100" height="40"><title>p</title><text x="60" y="20">cut at the edge</text></svg>',
    must: { check: 'frame', about: /^"cut at the edge" leaves its picture, right/, modes: ['light'] },
  },
];
