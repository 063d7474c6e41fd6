// What is held: how much paper a page may take, and what is known to be wrong. `*` in a name stands for anything.

/**
 * Printed pages at most: a review takes two, a check two and one for each role that must act, a page of questions one. The
 * first name that fits counts. Whoever prints less lowers the limit.
 */
export const PRINTED = [
  { page: '*/review', max: 2 },
  { page: '*/plan', max: 3 },
  { page: 'many/plan-roles', max: 9 },
  { page: '*/plan-*', max: 3 },
  { page: 'harbour-market/check', max: 7 },
  { page: 'kubernetes/check', max: 2 },
  { page: 'first-thread/check', max: 1 },
  { page: '*/check', max: 8 },
  { page: '*/ask/*', max: 1 },
  { page: 'kubernetes/show-*', max: 14 },
  { page: '*/show-all', max: 75 },
  { page: '*/show-*', max: 16 },
];

/** Elements on which nothing may be decided, over all modes of a page. The first name that fits counts. */
export const UNDECIDED = [
  // An entry of a list that lies over its neighbor once the box around its table has room.
  { page: 'many/show-all', max: 1 },
  { page: '*', max: 0 },
];

/** What is known to be wrong, and why it stays for now. One that no longer occurs fails the run. */
export const EXCEPTIONS = [];
