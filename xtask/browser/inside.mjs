// What runs inside a page. Each function stands alone, since the browser gets its text.

/** Opens what is folded, so that everything written is looked at. */
export function unfold() {
  for (const details of document.querySelectorAll('details')) details.open = true;
}

/**
 * Measures every text that is painted: whether it stays within its frame, and whether the page scrolls sideways.
 * The frame of a text in a picture is the picture's box with its margin, because labels stand there; that of any other
 * text is its block and, outside boxes that scroll, the window. A box that cuts off what leaves it is a frame too.
 */
export function measure({ tolerancePx, findingsMax }) {
  const found = [];
  let texts = 0;
  const root = document.documentElement;
  const wide = root.scrollWidth - root.clientWidth;
  if (root.localName !== 'svg' && wide > tolerancePx) {
    found.push({ check: 'sideways', about: 'the page scrolls sideways', px: Math.round(wide) });
  }
  const styles = new Map();
  const style = (element) => {
    if (!styles.has(element)) styles.set(element, getComputedStyle(element));
    return styles.get(element);
  };
  const boxes = new Map();
  const box = (element) => {
    if (!boxes.has(element)) boxes.set(element, element.getBoundingClientRect());
    return boxes.get(element);
  };
  // The browser gives the box of what is inside such a picture, and not that of the picture.
  const inner = (svg) => {
    const { a, d, e, f } = svg.parentElement.getScreenCTM();
    const [left, top] = [e + a * svg.x.baseVal.value, f + d * svg.y.baseVal.value];
    return { left, top, right: left + a * svg.width.baseVal.value, bottom: top + d * svg.height.baseVal.value };
  };
  const both = ['left', 'right', 'top', 'bottom'];
  const across = ['left', 'right'];
  // The frames of a text: boxes, the sides that hold, and what each is called.
  const framesOf = new Map();
  const frames = (element) => {
    if (framesOf.has(element)) return framesOf.get(element);
    const list = [];
    let picture = null;
    let block = null;
    let scrolls = false;
    for (let at = element; at && at !== root.parentNode; at = at.parentElement) {
      if (at instanceof SVGElement) {
        if (at.localName === 'svg') {
          picture = at;
          if (at.parentElement instanceof SVGElement && style(at).overflowX !== 'visible') {
            list.push({ box: inner(at), sides: both, name: 'inner picture' });
          }
        }
        continue;
      }
      if (!block && !picture && style(at).display !== 'inline' && style(at).display !== 'contents') {
        block = at;
        list.push({ box: box(at), sides: across, name: `<${at.localName}>` });
      }
      const overflow = style(at).overflowX;
      if (at !== document.body && at !== root) {
        if (overflow === 'auto' || overflow === 'scroll') scrolls = true;
        if ((overflow === 'hidden' || overflow === 'clip') && !scrolls) {
          list.push({ box: box(at), sides: both, name: `cutting <${at.localName}>` });
        }
      }
    }
    if (picture) {
      const { left, right, top, bottom } = box(picture);
      const margin = (side) => (picture === root ? 0 : parseFloat(style(picture)[`margin${side}`]) || 0);
      const frame = {
        left: left - margin('Left'),
        right: right + margin('Right'),
        top: top - margin('Top'),
        bottom: bottom + margin('Bottom'),
      };
      list.push({ box: frame, sides: both, name: 'picture' });
    }
    if (root.localName !== 'svg' && !scrolls) {
      list.push({ box: { left: 0, right: root.clientWidth }, sides: across, name: 'window' });
    }
    framesOf.set(element, list);
    return list;
  };
  const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
  const range = document.createRange();
  while (walker.nextNode()) {
    const node = walker.currentNode;
    const element = node.parentElement;
    if (!node.data.trim() || ['style', 'title', 'desc', 'script'].includes(element.localName)) continue;
    // The link past the masthead waits outside the window until it has the focus.
    if (element.closest('.skip')) continue;
    range.selectNodeContents(node);
    const rects = element instanceof SVGElement ? [element.getBoundingClientRect()] : range.getClientRects();
    let worst = { px: tolerancePx };
    let painted = false;
    for (const rect of rects) {
      if (rect.width <= 0 || rect.height <= 0 || style(element).visibility === 'hidden') continue;
      painted = true;
      for (const { box, sides, name } of frames(element)) {
        for (const side of sides) {
          const px = side === 'left' || side === 'top' ? box[side] - rect[side] : rect[side] - box[side];
          if (px > tolerancePx && px >= worst.px) worst = { px, key: `${name}, ${side}` };
        }
      }
    }
    if (painted) texts += 1;
    if (worst.key) {
      const said = node.data.trim().replace(/\s+/g, ' ').slice(0, 60);
      found.push({ check: 'frame', about: `"${said}" leaves its ${worst.key}`, px: Math.round(worst.px) });
    }
  }
  return { found: found.slice(0, findingsMax), more: Math.max(0, found.length - findingsMax), texts };
}

/** Marks the first element with text of each style: its name, its class and its own style, and those around it. */
export function choose(mark) {
  const names = new Map();
  const name = (element) => {
    if (!element || element === document.documentElement) return '';
    if (!names.has(element)) {
      // Sizes are data; colors are not.
      const style = (element.getAttribute('style') ?? '').replace(/[\d.]+(px|%)/g, '');
      names.set(element, `${name(element.parentElement)}>${element.localName}.${element.getAttribute('class')}.${style}`);
    }
    return names.get(element);
  };
  const seen = new Set();
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const element = walker.currentNode.parentElement;
    if (!walker.currentNode.data.trim() || element.closest('style, title, desc')) continue;
    if (!seen.has(name(element))) element.setAttribute(mark, '');
    seen.add(name(element));
  }
}

/** Takes children out of parents that have many alike, but for the first ones and those around a mark. */
export function prune({ mark, alikeMax }) {
  for (const parent of document.body.querySelectorAll('*')) {
    if (parent.childElementCount <= alikeMax) continue;
    const counts = new Map();
    for (const child of [...parent.children]) {
      const kind = `${child.localName}.${child.getAttribute('class')}`;
      const count = (counts.get(kind) ?? 0) + 1;
      counts.set(kind, count);
      if (count > alikeMax && !child.hasAttribute(mark) && !child.querySelector(`[${mark}]`)) child.remove();
    }
  }
}
