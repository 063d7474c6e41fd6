//! Effective numbers against hand-worked values, all samples of a small world, and laws.

use onethread_kernel::effective::{PIECES_MIN, effective};
use proptest::prelude::*;

/// SCIENCE 1.1: of 8 equal threads and samples of 10, the plug-in estimate gives 5.35 on average and the corrected one
/// 8.8. All samples, each with its probability, give 5.340 and 8.820 (checked with a second program of ten lines in
/// Python).
#[test]
fn section_1_1_bias_over_all_samples() {
    let (cells, pieces) = (8, 10_u64);
    let factorial = |n: u64| (1..=n).product::<u64>() as f64;
    let (mut weight, mut plug_in, mut corrected, mut concentration) = (0.0, 0.0, 0.0, 0.0);
    let mut sample = vec![0_u64; cells];
    each_sample(&mut sample, 0, pieces, &mut |sample| {
        let ways = factorial(pieces) / sample.iter().map(|count| factorial(*count)).product::<f64>();
        let chance = ways / 8_f64.powi(10);
        let found = effective(sample).expect("ten pieces");
        weight += chance;
        plug_in += chance * found.plug_in;
        corrected += chance * found.corrected;
        concentration += chance * found.inverse_simpson.map_or(0.0, |inverse| 1.0 / inverse);
    });
    assert!((weight - 1.0).abs() < 1e-12);
    assert!((plug_in - 5.340_244_790).abs() < 1e-8, "{plug_in}");
    assert!((corrected - 8.819_688_266).abs() < 1e-3, "{corrected}");
    // Unbiased: the concentration of 8 equal ones is 1/8.
    assert!((concentration - 0.125).abs() < 1e-12, "{concentration}");
}

fn each_sample(sample: &mut Vec<u64>, at: usize, left: u64, see: &mut dyn FnMut(&[u64])) {
    if at + 1 == sample.len() {
        sample[at] = left;
        return see(sample);
    }
    for count in 0..=left {
        sample[at] = count;
        each_sample(sample, at + 1, left - count, see);
    }
}

/// 4, 3, 2, 1 by hand, from the formula: entropy 1.279854, corrected 1.479418, concentration 20/90.
#[test]
fn ten_pieces_by_hand() {
    let found = effective(&[1, 2, 3, 4]).expect("ten pieces");
    assert!((found.plug_in.ln() - 1.279_854_226).abs() < 1e-9);
    assert!((found.corrected.ln() - 1.479_417_759_449_576).abs() < 1e-9, "{}", found.corrected.ln());
    assert!((found.inverse_simpson.expect("pairs") - 4.5).abs() < 1e-12);
}

#[test]
fn too_few_and_degenerate_samples_are_refused_or_correct() {
    assert_eq!(effective(&[]), None);
    assert_eq!(effective(&[PIECES_MIN - 1, 0, 0]), None);
    assert!(effective(&[PIECES_MIN, 0, 0]).is_some());
    let one = effective(&[50]).expect("fifty");
    assert_eq!((one.plug_in, one.corrected, one.inverse_simpson), (1.0, 1.0, Some(1.0)));
    let alone = effective(&[1; 12]).expect("twelve");
    assert!(alone.corrected.is_finite() && alone.corrected >= alone.plug_in && alone.inverse_simpson.is_none());
    // Many that were seen twice and one that was seen once: the power in the formula is beyond all numbers.
    let many: Vec<u64> = [1].into_iter().chain([2; 1_500]).collect();
    assert!(effective(&many).expect("many").corrected.is_finite());
}

proptest! {
    #[test]
    fn laws(counts in prop::collection::vec(0_u64..2_000, 1..40)) {
        let Some(found) = effective(&counts) else { return Ok(()) };
        let holders = counts.iter().filter(|count| **count > 0).count() as f64;
        prop_assert!(found.plug_in >= 1.0 && found.plug_in <= holders * (1.0 + 1e-9));
        prop_assert!(found.corrected.is_finite() && found.corrected >= found.plug_in);
        prop_assert!(found.inverse_simpson.is_none_or(|inverse| inverse.is_finite() && inverse >= 1.0 - 1e-9));
        let mut turned = counts.clone();
        turned.reverse();
        turned.push(0);
        let again = effective(&turned).expect("the same pieces");
        prop_assert!((again.corrected - found.corrected).abs() < 1e-9 * found.corrected);
    }
}
