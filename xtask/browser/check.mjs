// Examines every page of a folder in a real browser. First the planted pages, since a check that finds nothing in them
// cannot be believed; then the real ones. Says what is wrong, and ends with a line as test runners do.
//
//   node check.mjs --chromium PROGRAM --pages FOLDER [--pictures FOLDER] [WORD...]
//
// With words, only pages whose names contain one of them.

import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { join, relative, sep } from 'node:path';
import { pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import { chromium } from 'playwright-core';
import { examine, MODES, open } from './examine.mjs';
import { EXCEPTIONS, PRINTED, UNDECIDED } from './limits.mjs';
import { PLANTED } from './planted.mjs';

/** A run that takes longer ends as failed. */
const RUN_SECONDS_MAX = 600;
const TABS_MAX = 4;

const started = Date.now();
const { values, positionals } = parseArgs({
  options: { chromium: { type: 'string' }, pages: { type: 'string' }, pictures: { type: 'string' } },
  allowPositionals: true,
});
setTimeout(() => {
  console.log(`browser: not done in ${RUN_SECONDS_MAX} s`);
  process.exit(1);
}, RUN_SECONDS_MAX * 1000).unref();

const fits = (pattern, text) => {
  const parts = pattern.split('*').map((part) => part.replace(/[.+?^${}()|[\]\\]/g, '\\$&'));
  return new RegExp(`^${parts.join('.*')}$`, 's').test(text);
};
const printedOf = (name) => PRINTED.find(({ page }) => fits(page, name));
const limitsOf = (name) => ({
  printedMax: printedOf(name)?.max ?? Infinity,
  undecidedMax: UNDECIDED.find(({ page }) => fits(page, name))?.max ?? 0,
});

/** Examines pages, several at a time, and gives what came of it in the order of the pages. */
async function examineAll(browser, pages, pictures) {
  const results = [];
  let next = 0;
  const worker = async () => {
    let tab = await open(browser);
    while (next < pages.length) {
      const at = next++;
      if (tab.isClosed()) tab = await open(browser);
      results[at] = await examine(tab, pages[at], { ...limitsOf(pages[at].name), ...pages[at].limits }, pictures);
    }
  };
  await Promise.all(Array.from({ length: Math.min(TABS_MAX, availableParallelism()) }, worker));
  return results;
}

/** The pages of a folder, in order of name. */
function pagesIn(folder) {
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  const pages = entries.map((entry) => {
    const path = join(entry.parentPath ?? entry.path, entry.name);
    return { name: relative(folder, path).split(sep).join('/').replace(/\.html$/, ''), url: pathToFileURL(path).href };
  });
  return pages.sort((a, b) => (a.name < b.name ? -1 : 1));
}

/** What the harness gets wrong about the planted pages, one list for each. */
async function plantedFaults(browser) {
  const folder = mkdtempSync(join(tmpdir(), 'onethread-planted-'));
  const pages = PLANTED.map(({ name, html, pdf, limits }) => {
    const path = join(folder, `${name.replaceAll(/[^a-z.]/g, '-')}${name.endsWith('.svg') ? '' : '.html'}`);
    writeFileSync(path, html);
    return { name, url: pathToFileURL(path).href, pdf, limits: { printedMax: 1, undecidedMax: 0, ...limits } };
  });
  const examined = await examineAll(browser, pages);
  rmSync(folder, { recursive: true });
  return PLANTED.map(({ name, must }, at) => {
    const { found } = examined[at];
    const said = found.map(({ mode, check, about }) => `[${check}] ${mode}: ${about}`).join('; ') || 'nothing';
    if (!must) return found.length ? [`planted: ${name}: nothing is wrong, but found is ${said}`] : [];
    const isOther = ({ check, about }) => check !== must.check || !must.about.test(about);
    const modes = MODES.filter((mode) => found.some((finding) => finding.mode === mode));
    const isRight = !found.some(isOther) && modes.join() === MODES.filter((mode) => must.modes.includes(mode)).join();
    return isRight ? [] : [`planted: ${name}: to find is [${must.check}] in ${must.modes.join(', ')}, but found is ${said}`];
  });
}

/** Takes out of findings what is known, and counts how often each exception was needed. */
function unknown(findings, exceptions, used) {
  return findings.filter(({ page, mode, check, about }) => {
    const at = exceptions.findIndex(
      (known) => fits(known.page, page) && (known.mode ?? mode) === mode && known.check === check && fits(known.about, about),
    );
    if (at >= 0) used[at] += 1;
    return at < 0;
  });
}

/** Whether exceptions silence what they name and nothing else, and whether one that is not needed is noticed. */
function exceptionFaults() {
  const finding = { page: 'a/review', mode: 'light', check: 'frame', about: '"x (1)" leaves its picture, by 3 px' };
  const known = { page: 'a/*', check: 'frame', about: '"x (1)" leaves*' };
  const used = [0, 0, 0, 0, 0];
  const others = [{ page: 'b/*' }, { mode: 'dark' }, { check: 'axe' }, { about: '"x (2)"*' }].map((other) => ({ ...known, ...other }));
  const left = unknown([finding], [...others, known], used);
  const isRight = left.length === 0 && used.join() === '0,0,0,0,1' && unknown([finding], others, used).length === 1;
  return isRight ? [] : ['planted: an exception does not silence what it names, or something else'];
}

async function main() {
  const args = ['--disable-lcd-text', '--font-render-hinting=none'];
  // Chromium cannot lock itself in as root; the pages are our own, and load nothing.
  if (process.getuid?.() === 0) args.push('--no-sandbox');
  const browser = await chromium.launch({ executablePath: values.chromium, args });
  if (values.pictures) mkdirSync(values.pictures, { recursive: true });
  const all = pagesIn(values.pages);
  const pages = positionals.length ? all.filter(({ name }) => positionals.some((word) => name.includes(word))) : all;

  const tests = [...(await plantedFaults(browser)), exceptionFaults()];
  const examined = await examineAll(browser, pages, values.pictures);
  await browser.close();

  const used = EXCEPTIONS.map(() => 0);
  for (const [at, { found }] of examined.entries()) {
    const { name } = pages[at];
    const left = unknown(found.map((finding) => ({ page: name, ...finding })), EXCEPTIONS, used);
    for (const mode of name.endsWith('.svg') ? ['light'] : MODES) {
      const wrong = left.filter((finding) => finding.mode === mode);
      const said = wrong.map(({ check, about, times }) => `[${check}] ${about}${times > 1 ? ` (${times} times)` : ''}`);
      tests.push(wrong.length ? [`${name}, ${mode}: ${said.join('; ')}`] : []);
    }
  }
  if (!positionals.length) {
    for (const [at, { page, about }] of EXCEPTIONS.entries()) {
      tests.push(used[at] ? [] : [`limits.mjs: the exception of ${page} for ${about} is not needed any more: take it out`]);
    }
    for (const { page } of [...PRINTED, ...UNDECIDED]) {
      tests.push(all.some(({ name }) => fits(page, name)) ? [] : [`limits.mjs: there is no page ${page}: take it out`]);
    }
  }
  report(tests, pages, examined);
  return tests.some((said) => said.length) || pages.length === 0 ? 1 : 0;
}

function report(tests, pages, examined) {
  for (const line of tests.flat()) console.log(line);
  const table = PRINTED.filter(({ goal }) => goal !== undefined).map((entry) => {
    const counts = examined.filter((_, at) => printedOf(pages[at].name) === entry).map(({ printed }) => printed);
    return counts.length ? [`${entry.page} ${Math.max(...counts)} (limit ${entry.max}, goal ${entry.goal})`] : [];
  });
  if (table.flat().length) console.log(`printed pages: ${table.flat().join(', ')}`);
  const undecided = examined.flatMap(({ undecided }, at) => (undecided ? [`${pages[at].name} ${undecided}`] : []));
  console.log(`undecided: ${undecided.join(', ') || 'nothing'}`);
  const slowest = pages.map(({ name }, at) => [examined[at].seconds, name]).sort((a, b) => b[0] - a[0]);
  console.log(`slowest: ${slowest.slice(0, 5).map(([seconds, name]) => `${name} ${seconds.toFixed(1)} s`).join(', ')}`);
  const failed = tests.filter((said) => said.length).length;
  const seconds = ((Date.now() - started) / 1000).toFixed(2);
  console.log(
    `test result: ${failed ? 'FAILED' : 'ok'}. ${tests.length - failed} passed; ${failed} failed; 0 ignored; 0 measured; 0 filtered out; finished in ${seconds}s`,
  );
}

process.exitCode = await main();
