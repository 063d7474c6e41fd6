//! Random numbers that are the same on every machine and for ever: SplitMix64, with a stream for each purpose.
//!
//! Each part of the world draws from a stream of its own, so that a new part does not move the others. Everything is
//! whole numbers: no rounding differs between machines.

/// A stream of random numbers.
pub(super) struct Dice {
    state: u64,
}

/// The step of SplitMix64: 2^64 divided by the golden ratio.
const STEP: u64 = 0x9e37_79b9_7f4a_7c15;

impl Dice {
    /// The stream with this name, of this seed.
    pub(super) fn new(seed: u64, stream: &str) -> Dice {
        // FNV-1a spreads the name over all bits.
        let name = stream
            .bytes()
            .fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3));
        Dice { state: mix(seed.wrapping_add(STEP)) ^ name }
    }

    fn next(&mut self) -> u64 {
        self.state = self.state.wrapping_add(STEP);
        mix(self.state)
    }

    /// A number from 0 up to, and not with, `end`.
    pub(super) fn below(&mut self, end: usize) -> usize {
        ((u128::from(self.next()) * end as u128) >> 64) as usize
    }

    /// A number from `low` to `high`, both included.
    pub(super) fn between(&mut self, low: i32, high: i32) -> i32 {
        low + self.below((high - low + 1).max(1) as usize) as i32
    }

    /// Whether something happens that happens so many times in a thousand.
    pub(super) fn chance(&mut self, in_a_thousand: usize) -> bool {
        self.below(1000) < in_a_thousand
    }

    /// One of these.
    pub(super) fn pick<'a, T>(&mut self, all: &'a [T]) -> &'a T {
        &all[self.below(all.len())]
    }

    /// A number from `low` to `high`, beyond `k * low` once in `k` times: a Pareto with the exponent 1, cut off.
    pub(super) fn heavy(&mut self, low: usize, high: usize) -> usize {
        const WHOLE: usize = 1 << 20;
        (low * WHOLE / (self.below(WHOLE) + 1)).min(high)
    }

    /// A wait of `middle` days, more or less: most are shorter, a few are much longer.
    pub(super) fn wait(&mut self, middle: i32) -> i32 {
        let (a, b) = (self.between(0, middle), self.between(0, middle));
        let long = if self.chance(120) { self.between(0, 2 * middle) } else { 0 };
        (a + b + long).max(1)
    }
}

fn mix(value: u64) -> u64 {
    let value = (value ^ (value >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let value = (value ^ (value >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    value ^ (value >> 31)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_stream_is_the_published_one() {
        // The first values of SplitMix64 from the seed 1234567, as in its reference implementation by S. Vigna.
        let mut dice = Dice { state: 1_234_567 };
        let first: Vec<u64> = (0..3).map(|_| dice.next()).collect();
        assert_eq!(first, [6_457_827_717_110_365_317, 3_203_168_211_198_807_973, 9_817_491_932_198_370_423]);
    }

    #[test]
    fn heavy_tails_halve_when_numbers_double() {
        let mut dice = Dice::new(1, "heavy");
        let drawn: Vec<usize> = (0..10_000).map(|_| dice.heavy(100, 10_000)).collect();
        assert!(drawn.iter().all(|n| (100..=10_000).contains(n)) && drawn.contains(&10_000));
        for times in [2, 4, 8, 16] {
            let share = drawn.iter().filter(|n| **n >= 100 * times).count() as f64 / 10_000.0;
            assert!((share - 1.0 / times as f64).abs() < 0.015, "{times}: {share}");
        }
    }

    #[test]
    fn numbers_stay_in_their_range_and_streams_differ() {
        let (mut a, mut b) = (Dice::new(1, "changes"), Dice::new(1, "reviews"));
        let drawn: Vec<i32> = (0..1000).map(|_| a.between(-2, 2)).collect();
        assert!((-2..=2).all(|wanted| drawn.contains(&wanted)) && drawn.iter().all(|n| (-2..=2).contains(n)));
        assert_ne!(drawn, (0..1000).map(|_| b.between(-2, 2)).collect::<Vec<_>>());
    }
}
