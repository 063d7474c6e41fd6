// What runs inside a page. Each function stands alone, since the browser gets its text.

/** Opens what is folded, so that everything written is looked at. */
export function unfold() {
  for (const details of document.querySelectorAll('details')) details.open = true;
}

/** Whether the page asks for paper that lies on its side. Holds only while its rules for paper do. */
export function isLandscape() {
  const { page } = getComputedStyle(document.body);
  const pages = (rules) => [...rules].flatMap((rule) => (rule instanceof CSSPageRule ? [rule] : pages(rule.cssRules ?? [])));
  const own = [...document.styleSheets].flatMap((sheet) => pages(sheet.cssRules));
  return own.some(({ selectorText, style }) => ['', page].includes(selectorText) && style.getPropertyValue('size') === 'landscape');
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

/**
 * Marks the first element with text of each style: its name, its class and its own style, and those around it. One with
 * more than one letter comes first, since axe decides nothing on a single letter. Texts of pictures are left out.
 */
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
  const first = new Map();
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const element = walker.currentNode.parentElement;
    const isLong = walker.currentNode.data.trim().length > 1;
    if (!walker.currentNode.data.trim() || element.closest('style, svg')) continue;
    const known = first.get(name(element));
    if (!known || (isLong && !known.isLong)) first.set(name(element), { element, isLong });
  }
  for (const { element, isLong } of first.values()) if (isLong) element.setAttribute(mark, '');
}

/** Gives boxes that scroll all the room that they want, and lets nothing lie over what scrolls, since axe decides nothing on a text that is half inside. */
export function spread() {
  for (const element of document.body.querySelectorAll('*')) {
    const { overflowX, position } = getComputedStyle(element);
    if (overflowX === 'auto' || overflowX === 'scroll') element.style.overflow = 'visible';
    if (position === 'sticky') element.style.position = 'static';
  }
}

/** Takes children out of parents that have many alike, but for the first ones and those around a mark. */
export function prune({ mark, alikeMax }) {
  for (const parent of document.body.querySelectorAll('*')) {
    if (parent.childElementCount <= alikeMax || parent.closest('svg')) continue;
    const counts = new Map();
    for (const child of [...parent.children]) {
      const kind = `${child.localName}.${child.getAttribute('class')}`;
      const count = (counts.get(kind) ?? 0) + 1;
      counts.set(kind, count);
      if (count > alikeMax && !child.hasAttribute(mark) && !child.querySelector(`[${mark}]`)) child.remove();
    }
  }
}

/**
 * Measures the contrast of every text in a picture, for which axe sees no ground: against its halo where it has one, else
 * against the topmost shape under its middle, else against the page. Gives what is below the least contrast, and what
 * stands on a pattern, where nothing can be computed.
 */
export function contrast(least) {
  const probe = document.createElement('canvas').getContext('2d', { willReadFrequently: true });
  const rgba = (color) => {
    probe.clearRect(0, 0, 1, 1);
    probe.fillStyle = color;
    probe.fillRect(0, 0, 1, 1);
    const [r, g, b, a] = probe.getImageData(0, 0, 1, 1).data;
    return [r, g, b, a / 255];
  };
  const over = ([r, g, b, a], ground) => [r, g, b].map((value, at) => value * a + ground[at] * (1 - a));
  const luminance = (color) => {
    const [r, g, b] = color.map((value) => {
      const part = value / 255;
      return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
    });
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const ratio = (a, b) => {
    const [low, high] = [luminance(a), luminance(b)].sort((x, y) => x - y);
    return (high + 0.05) / (low + 0.05);
  };
  const page = (element) => {
    for (let at = element; at; at = at.parentElement) {
      const color = rgba(getComputedStyle(at).backgroundColor);
      if (color[3] > 0) return over(color, at.parentElement ? page(at.parentElement) : [255, 255, 255]);
    }
    return [255, 255, 255];
  };
  const shapesOf = (picture) =>
    [...picture.querySelectorAll('rect, circle, path')]
      .filter((shape) => !shape.closest('defs, clipPath'))
      .map((shape) => ({ shape, box: shape.getBoundingClientRect(), style: getComputedStyle(shape) }))
      .filter(({ style }) => style.fill !== 'none');
  // Colors from the page up to the topmost shape under a place; nothing where one of them is a pattern.
  const ground = (picture, shapes, text, x, y) => {
    let color = page(picture);
    for (const { shape, box, style } of shapes) {
      if (x < box.left || x > box.right || y < box.top || y > box.bottom) continue;
      if (!(shape.compareDocumentPosition(text) & Node.DOCUMENT_POSITION_FOLLOWING)) break;
      const inside = new DOMPoint(x, y).matrixTransform(shape.getScreenCTM().inverse());
      if (!shape.isPointInFill(inside)) continue;
      if (style.fill.startsWith('url(')) return null;
      const [r, g, b, a] = rgba(style.fill);
      color = over([r, g, b, a * parseFloat(style.fillOpacity)], color);
    }
    return color;
  };
  const result = { found: [], undecided: [] };
  for (const picture of document.querySelectorAll('svg')) {
    if (picture.parentElement.closest('svg')) continue;
    const shapes = shapesOf(picture);
    for (const text of picture.querySelectorAll('text')) {
      const style = getComputedStyle(text);
      const box = text.getBoundingClientRect();
      if (!text.textContent.trim() || box.width === 0 || style.fill === 'none') continue;
      const hasHalo = style.paintOrder.startsWith('stroke') && style.stroke !== 'none' && parseFloat(style.strokeWidth) >= 3;
      const [x, y] = [(box.left + box.right) / 2, (box.top + box.bottom) / 2];
      const behind = hasHalo ? rgba(style.stroke).slice(0, 3) : ground(picture, shapes, text, x, y);
      const said = `"${text.textContent.trim().slice(0, 40)}"`;
      if (!behind) {
        result.undecided.push(`${said} on a pattern`);
        continue;
      }
      const value = ratio(over(rgba(style.fill), behind), behind);
      if (value < least) result.found.push(`${said} has a contrast of ${value.toFixed(1)}, less than ${least}`);
    }
  }
  return result;
}
