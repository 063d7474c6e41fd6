// What is held: how much paper a page may take, and what is known to be wrong. `*` in a name stands for anything.

/**
 * Printed pages at most, as they are today, beside the goal. The first name that fits counts. Whoever prints less lowers
 * the limit.
 */
export const PRINTED = [
];

/** Elements on which axe may decide nothing, over all modes of a page. The first name that fits counts. */
export const UNDECIDED = [{ page: '*', max: 0 }];

/** What is known to be wrong, and why it stays for now. One that no longer occurs fails the run. */
export const EXCEPTIONS = [
];
