import { longTests } from "./long-tests.mjs";

/** How much of the long tests `npm test` runs: half a minute on two cores. */
const sampleSeconds = 60;

/**
 * The long tests that this run leaves out, drawn by the seed.
 *
 * @param {number} seed
 * @returns {string[]}
 */
export function leftOutBy(seed) {
  let seconds = 0;
  return drawn(seed)
    .filter((test) => {
      // The first always fits, or else the longest would never be drawn.
      const fits = seconds === 0 || seconds + test.seconds <= sampleSeconds;
      if (fits) seconds += test.seconds;
      return !fits;
    })
    .map(({ path }) => path);
}

/**
 * The long tests in an order that the seed decides.
 *
 * @param {number} seed
 */
function drawn(seed) {
  // Vitest's own shuffle needs its configuration; a hash of seed and path gives each run another order.
  const rank = (/** @type {string} */ path) => {
    let hash = seed >>> 0;
    for (const character of path) hash = Math.imul(hash ^ character.charCodeAt(0), 2_654_435_761) >>> 0;
    return hash;
  };
  return longTests.filter(({ always }) => !always).toSorted((a, b) => rank(a.path) - rank(b.path));
}
