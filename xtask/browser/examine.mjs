// Opens one page in each mode, and gives what is wrong with it.

import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import axe from 'axe-core';
import { choose, contrast, isLandscape, measure, prune, spread, unfold } from './inside.mjs';

export const MODES = ['light', 'dark', 'forced colors', '320 px', 'print'];

/** Edges of boxes are rounded to whole pixels, so that a text may leave its frame by so much. */
const TOLERANCE_PX = 1;
/** Texts outside their frames that are listed of one page and mode; more are counted. */
const FINDINGS_MAX = 400;
/** A page that takes longer to go through all modes is broken. */
const PAGE_SECONDS_MAX = 90;
const SCREEN = { width: 1280, height: 900 };
const PHONE = { width: 320, height: 640 };
/** An A4 sheet within the margins that the pages ask for is 176 mm wide, and 263 mm where it lies on its side. */
const SHEET = { width: 665, height: 1000 };
const SHEET_ASIDE = { width: 994, height: 660 };
/** Marks the elements whose contrast axe computes: the first of each style. */
const MARK = 'data-chosen';
/** Children alike of one parent that axe sees. */
const ALIKE_MAX = 12;
/** The rules of WCAG up to level AA and those of good practice, without those that are still tried out. */
const TAGS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];
const STRUCTURE = {
  runOnly: { type: 'tag', values: TAGS },
  rules: { 'color-contrast': { enabled: false }, 'target-size': { enabled: false } },
};
const CONTRAST = { runOnly: { type: 'rule', values: ['color-contrast'] } };
const TARGETS = { runOnly: { type: 'rule', values: ['target-size'] } };
/** The contrast that text needs at level AA. */
const CONTRAST_LEAST = 4.5;
/** A picture of a page ends here. */
const PICTURE_HEIGHT_PX = 6000;

/**
 * Examines a page with a `name` and a `url`, under limits `printedMax` and `undecidedMax`.
 *
 * Gives `found`, a list of `{mode, check, about, times}`; `undecided` and `printed`, which are counts; and `seconds`. With `pictures`,
 * a folder, writes what the page looks like there.
 */
export async function examine(tab, page, limits, pictures) {
  const started = Date.now();
  const visit = new Visit(page, limits, pictures);
  const listeners = { request: (request) => visit.requested(request.url()), pageerror: (error) => visit.failed(error) };
  for (const [event, listener] of Object.entries(listeners)) tab.on(event, listener);
  let timer;
  const late = new Promise((_, reject) => {
    timer = setTimeout(() => reject(new Error(`not done in ${PAGE_SECONDS_MAX} s`)), PAGE_SECONDS_MAX * 1000);
  });
  const work = visit.run(tab);
  try {
    await Promise.race([work, late]);
  } catch (error) {
    visit.failed(error);
    // Closing the tab ends what is still under way, whose end is of no interest then.
    work.catch(() => {});
    await tab.close();
  }
  clearTimeout(timer);
  for (const [event, listener] of Object.entries(listeners)) tab.off(event, listener);
  return { found: visit.found, undecided: visit.undecided.size, printed: visit.printed, seconds: (Date.now() - started) / 1000 };
}

/** A tab for pages one after another: the browser then keeps what it has compiled. */
export async function open(browser) {
  const context = await browser.newContext({ bypassCSP: true, viewport: SCREEN, reducedMotion: 'reduce' });
  return context.newPage();
}

class Visit {
  constructor(page, limits, pictures) {
    Object.assign(this, { page, limits, pictures, mode: 'light', found: [], undecided: new Set(), printed: 0 });
  }

  add(check, about, times = 1) {
    this.found.push({ mode: this.mode, check, about, times });
  }

  requested(url) {
    if (url !== this.page.url && !url.startsWith('data:')) this.add('loads', `the page loads ${url.split('/').at(-1)}`);
  }

  failed(error) {
    this.add('broken', error.message.split('\n')[0]);
  }

  async run(tab) {
    // A medium that is asked for would hold on paper too.
    await tab.emulateMedia({ media: null, colorScheme: 'light', forcedColors: 'none' });
    await tab.setViewportSize(SCREEN);
    await tab.goto(this.page.url);
    await tab.evaluate(() => document.fonts.ready.then(() => true));
    if (this.page.name.endsWith('.svg')) {
      await this.measure(tab);
      await this.picture(tab);
      return;
    }
    this.mode = 'print';
    // As its reader prints it: what is folded stays folded.
    await this.print(tab);
    await this.frames(tab);
    // Measured as a whole, the page shrinks to what axe has to see.
    await tab.evaluate(choose, MARK);
    await tab.evaluate(prune, { mark: MARK, alikeMax: ALIKE_MAX });
    await tab.evaluate(axe.source);
    await this.axe(tab);
    if (this.undecided.size > this.limits.undecidedMax) {
      const kinds = [...this.undecided].slice(0, 3).join('; ');
      this.mode = 'light';
      this.add('undecided', `nothing is decided on ${this.undecided.size}, and not ${this.limits.undecidedMax} at most: ${kinds}`);
    }
  }

  /** Looks whether texts stay in their frames, with everything unfolded. */
  async frames(tab) {
    await tab.evaluate(unfold);
    this.mode = 'print';
    await tab.emulateMedia({ media: 'print' });
    await tab.setViewportSize((await tab.evaluate(isLandscape)) ? SHEET_ASIDE : SHEET);
    await this.measure(tab);
    this.mode = '320 px';
    await tab.emulateMedia({ media: 'screen' });
    await tab.setViewportSize(PHONE);
    await this.measure(tab);
    await this.picture(tab);
    this.mode = 'light';
    await tab.setViewportSize(SCREEN);
    await this.measure(tab);
    await this.picture(tab);
  }

  async axe(tab) {
    this.mode = 'light';
    await this.ask(tab, STRUCTURE);
    await tab.evaluate(spread);
    await this.contrast(tab);
    this.mode = 'dark';
    await tab.emulateMedia({ colorScheme: 'dark' });
    await this.contrast(tab);
    await this.picture(tab);
    this.mode = 'forced colors';
    await tab.emulateMedia({ colorScheme: 'light', forcedColors: 'active' });
    await this.contrast(tab);
    await this.picture(tab);
    this.mode = '320 px';
    await tab.emulateMedia({ forcedColors: 'none' });
    await tab.setViewportSize(PHONE);
    await this.ask(tab, TARGETS);
  }

  async measure(tab) {
    const { found, more } = await tab.evaluate(measure, { tolerancePx: TOLERANCE_PX, findingsMax: FINDINGS_MAX });
    const alike = new Map();
    for (const { check, about, px } of found) {
      const known = alike.get(about) ?? { check, times: 0, px: 0 };
      alike.set(about, { check, times: known.times + 1, px: Math.max(known.px, px) });
    }
    for (const [about, { check, times, px }] of alike) this.add(check, `${about}, by ${px} px`, times);
    if (more > 0) this.add('frame', 'more texts leave their frames', more);
  }

  async print(tab) {
    const options = { tagged: true, format: 'A4', preferCSSPageSize: true, ...this.page.pdf };
    const pdf = await tab.pdf(options);
    if (this.pictures) writeFileSync(join(this.pictures, `${this.page.name.replaceAll('/', '_')}.pdf`), pdf);
    const text = pdf.toString('latin1');
    this.printed = (text.match(/\/Type\s*\/Page\b/g) ?? []).length;
    if (this.printed === 0) this.add('paper', 'the pages of the PDF cannot be counted');
    if (this.printed > this.limits.printedMax) {
      this.add('paper', `${this.printed} printed pages, and not ${this.limits.printedMax} at most`);
    }
    if (!/\/StructTreeRoot\b/.test(text)) this.add('paper', 'the PDF has no tags');
  }

  /** Asks axe about texts of the page, and measures those in pictures. */
  async contrast(tab) {
    await this.ask(tab, CONTRAST, { include: [[`[${MARK}]`]] });
    const { found, undecided } = await tab.evaluate(contrast, CONTRAST_LEAST);
    for (const about of found) this.add('contrast', about);
    for (const about of undecided) this.undecided.add(about);
  }

  async ask(tab, options, context) {
    const [violations, incomplete] = await tab.evaluate(
      async ([options, context]) => {
        const wanted = { resultTypes: ['violations', 'incomplete'], ...options };
        const result = await globalThis.axe.run(context ?? document, wanted);
        const nodes = ({ id, help, nodes }) =>
          nodes.map(({ target, any }) => ({ id, help, where: target.join(' '), why: any[0]?.data?.messageKey ?? '' }));
        return [result.violations.flatMap(nodes), result.incomplete.flatMap(nodes)];
      },
      [options, context],
    );
    const plain = (where) => where.replaceAll(`[${MARK}=""]`, '');
    const rules = new Map();
    for (const { id, help, where } of violations) {
      const known = rules.get(id) ?? { about: `${id}: ${help}, at ${plain(where)}`, times: 0 };
      rules.set(id, { ...known, times: known.times + 1 });
    }
    for (const { about, times } of rules.values()) this.add('axe', about, times);
    for (const { id, where, why } of incomplete) this.undecided.add(`${id} (${why}) at ${plain(where)}`);
  }

  async picture(tab) {
    if (!this.pictures) return;
    const name = `${this.page.name} ${this.mode}.png`.replaceAll(/[/ ]/g, '_');
    const before = tab.viewportSize();
    const height = await tab.evaluate(() => document.documentElement.scrollHeight);
    await tab.setViewportSize({ width: before.width, height: Math.min(height, PICTURE_HEIGHT_PX) });
    await tab.screenshot({ path: join(this.pictures, name) });
    await tab.setViewportSize(before);
  }
}
