//! Random numbers that are the same on every machine: read by counter, so that no draw depends on the one before it.
//!
//! A [`Stream`] is a sequence of draws with a name and a number of its own, so that what one purpose draws does not
//! move what another one does.
//!
//! # Sources
//!
//! - G. L. Steele, D. Lea and C. H. Flood, "Fast splittable pseudorandom number generators", OOPSLA 2014 (SplitMix64).
//! - G. E. P. Box and M. E. Muller, "A note on the generation of random normal deviates", Annals of Mathematical
//!   Statistics 29 (1958).

/// The random number at a place: SplitMix64 read by counter.
#[must_use]
pub fn random(seed: u64, counter: u64) -> u64 {
    let mut bits = seed.wrapping_add(counter.wrapping_add(1).wrapping_mul(0x9e37_79b9_7f4a_7c15));
    bits = (bits ^ (bits >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    bits = (bits ^ (bits >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    bits ^ (bits >> 31)
}

/// A sequence of draws of its own.
#[derive(Clone, Debug)]
pub struct Stream {
    seed: u64,
    counter: u64,
}

impl Stream {
    /// The stream with this name and number. Equal seed, name and number give equal draws.
    #[must_use]
    pub fn new(seed: u64, name: &str, number: u64) -> Stream {
        // FNV-1a spreads the name over all bits.
        let spread = |hash: u64, byte: u8| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
        let name = name.bytes().fold(0xcbf2_9ce4_8422_2325, spread);
        Stream { seed: random(random(seed, 0) ^ name, number), counter: 0 }
    }

    /// 64 random bits.
    pub fn bits(&mut self) -> u64 {
        self.counter = self.counter.wrapping_add(1);
        random(self.seed, self.counter)
    }

    /// A number from 0 up to, and not with, 1.
    pub fn unit(&mut self) -> f64 {
        (self.bits() >> 11) as f64 / (1_u64 << 53) as f64
    }

    /// A whole number below `end`; 0 where `end` is 0.
    pub fn below(&mut self, end: usize) -> usize {
        ((u128::from(self.bits()) * end as u128) >> 64) as usize
    }

    /// Whether something of this probability happens.
    pub fn chance(&mut self, probability: f64) -> bool {
        self.unit() < probability
    }

    /// A standard normal variable.
    pub fn normal(&mut self) -> f64 {
        let (radius, angle) = (1.0 - self.unit(), self.unit());
        libm::sqrt(-2.0 * libm::log(radius)) * libm::cos(2.0 * std::f64::consts::PI * angle)
    }

    /// An exponential variable of this mean.
    pub fn exponential(&mut self, mean: f64) -> f64 {
        -mean * libm::log(1.0 - self.unit())
    }

    /// A Poisson count of this mean: unit-rate arrivals up to it. Time grows with the mean, which is cut to a million.
    pub fn poisson(&mut self, mean: f64) -> usize {
        let (end, mut count) = (mean.min(1e6), 0);
        let mut at = self.exponential(1.0);
        while at < end {
            count += 1;
            at += self.exponential(1.0);
        }
        count
    }
}

#[cfg(test)]
mod tests {
    use super::{Stream, random};

    /// The first numbers of the reference implementation (Vigna, `splitmix64.c`) from state 1234567.
    #[test]
    fn random_numbers_are_those_of_the_reference() {
        let first: Vec<u64> = (0..3).map(|counter| random(1_234_567, counter)).collect();
        assert_eq!(first, [6_457_827_717_110_365_317, 3_203_168_211_198_807_973, 9_817_491_932_198_370_423]);
    }

    /// Mean and variance as every table has them: normal 0 and 1, exponential 3 and 9, Poisson 5 and 5.
    #[test]
    fn draws_have_the_moments_of_their_law() {
        type Law = fn(&mut Stream) -> f64;
        let laws: [(Law, f64, f64); 4] = [
            (Stream::normal, 0.0, 1.0),
            (|stream| stream.exponential(3.0), 3.0, 9.0),
            (|stream| stream.poisson(5.0) as f64, 5.0, 5.0),
            (|stream| stream.below(10) as f64, 4.5, 8.25),
        ];
        for (number, (law, mean, variance)) in (0..).zip(laws) {
            let mut stream = Stream::new(7, "moments", number);
            let drawn: Vec<f64> = (0..40_000).map(|_| law(&mut stream)).collect();
            let middle = drawn.iter().sum::<f64>() / drawn.len() as f64;
            let spread = drawn.iter().map(|one| (one - middle).powi(2)).sum::<f64>() / drawn.len() as f64;
            assert!((middle - mean).abs() < 0.02 * (1.0 + mean), "{number}: {middle}");
            assert!((spread / variance - 1.0).abs() < 0.04, "{number}: {spread}");
        }
    }

    #[test]
    fn streams_differ_by_seed_name_and_number() {
        let first = |seed, name, number| Stream::new(seed, name, number).bits();
        let all = [first(1, "a", 0), first(2, "a", 0), first(1, "b", 0), first(1, "a", 1)];
        assert!((0..4).all(|one| (0..one).all(|other| all[one] != all[other])), "{all:?}");
        assert_eq!(all[0], first(1, "a", 0));
    }
}
