//! Layer norm, softmax and GELU, written so that compilers make vectors of them.

/// Partial sums side by side: floating-point sums may not be reordered by a compiler, so the order that vectors need is written out.
const LANES: usize = 8;

/// The sum of a row.
pub(super) fn sum(row: &[f32]) -> f32 {
    let (chunks, rest) = row.as_chunks::<LANES>();
    let mut lanes = [0.0; LANES];
    for chunk in chunks {
        for (lane, it) in lanes.iter_mut().zip(chunk) {
            *lane += it;
        }
    }
    lanes.iter().sum::<f32>() + rest.iter().sum::<f32>()
}

/// The inner product of two rows of one length.
pub(super) fn dot(a: &[f32], b: &[f32]) -> f32 {
    let ((a, a_rest), (b, b_rest)) = (a.as_chunks::<LANES>(), b.as_chunks::<LANES>());
    let mut lanes = [0.0; LANES];
    for (a, b) in a.iter().zip(b) {
        for ((lane, a), b) in lanes.iter_mut().zip(a).zip(b) {
            *lane += a * b;
        }
    }
    lanes.iter().sum::<f32>() + a_rest.iter().zip(b_rest).map(|(a, b)| a * b).sum::<f32>()
}

/// Scale and shift of a layer norm.
#[derive(Debug)]
pub(super) struct Norm {
    pub(super) scale: Vec<f32>,
    pub(super) shift: Vec<f32>,
}

impl Norm {
    /// Adds `more` to `rows` and norms each row.
    pub(super) fn add(&self, rows: &mut [f32], more: &[f32]) {
        for (it, more) in rows.iter_mut().zip(more) {
            *it += more;
        }
        self.run(rows);
    }

    /// Norms each row.
    pub(super) fn run(&self, rows: &mut [f32]) {
        let n = self.scale.len();
        for row in rows.chunks_exact_mut(n) {
            let mean = sum(row) / n as f32;
            row.iter_mut().for_each(|it| *it -= mean);
            let spread = 1.0 / (dot(row, row) / n as f32 + 1e-12).sqrt();
            for ((it, scale), shift) in row.iter_mut().zip(&self.scale).zip(&self.shift) {
                *it = *it * spread * scale + shift;
            }
        }
    }
}

/// `e` to a power that is not above zero; relative error below 1e-5. Without calls or branches, unlike the library's.
pub(super) fn exp(power: f32) -> f32 {
    // Written out: the library's `max` is a call on the web.
    let power = if power > -87.0 { power } else { -87.0 };
    let twos = power * std::f32::consts::LOG2_E;
    #[expect(clippy::cast_possible_truncation, reason = "at least -126 by the line above")]
    let whole = (twos - 0.5) as i32;
    let part = (twos - whole as f32) * std::f32::consts::LN_2;
    // Taylor's series; `part` lies within half a doubling of zero.
    let series = 1.0 / 720.0 * part + 1.0 / 120.0;
    let series = ((((series * part + 1.0 / 24.0) * part + 1.0 / 6.0) * part + 0.5) * part + 1.0)
        * part
        + 1.0;
    series * f32::from_bits((127 + whole).cast_unsigned() << 23)
}

/// Turns a row of scores into shares that sum to one.
pub(super) fn softmax(row: &mut [f32]) {
    let top = row.iter().copied().fold(f32::MIN, |a, b| if b > a { b } else { a });
    row.iter_mut().for_each(|it| *it = exp(*it - top));
    let inverse = 1.0 / sum(row);
    row.iter_mut().for_each(|it| *it *= inverse);
}

/// A probability from a logit.
pub(super) fn sigmoid(logit: f32) -> f32 {
    let small = exp(-logit.abs());
    if logit < 0.0 { small / (1.0 + small) } else { 1.0 / (1.0 + small) }
}

/// GELU by the error function, as BERT has it; absolute error below 1e-6.
///
/// The error function is Abramowitz & Stegun 7.1.26 (1964).
pub(super) fn gelu(it: f32) -> f32 {
    let x = it.abs() * std::f32::consts::FRAC_1_SQRT_2;
    let t = 1.0 / (0.327_591_1 * x + 1.0);
    let series =
        (((1.061_405_4 * t - 1.453_152_1) * t + 1.421_413_8) * t - 0.284_496_72) * t + 0.254_829_6;
    let tail = 0.5 * series * t * exp(-x * x);
    if it < 0.0 { it * tail } else { it * (1.0 - tail) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn exp_is_close_to_the_library() {
        for at in 0..2000 {
            let power = -0.04 * at as f32;
            let wanted = power.exp();
            assert!((exp(power) - wanted).abs() <= 1e-5 * wanted + 1e-37, "{power}");
        }
    }

    #[test]
    fn gelu_is_close_to_known_values() {
        let known = [
            (-3.0, -0.004_049_7),
            (-1.0, -0.158_655_3),
            (0.0, 0.0),
            (0.5, 0.345_731_2),
            (2.0, 1.954_499_7),
        ];
        for (it, wanted) in known {
            assert!((gelu(it) - wanted).abs() < 2e-6, "{it}: {}", gelu(it));
        }
    }

    #[test]
    fn softmax_sums_to_one_and_norm_centres() {
        let mut row = vec![1.0, 2.0, 3.0, -40.0];
        softmax(&mut row);
        assert!((sum(&row) - 1.0).abs() < 1e-6);
        let norm = Norm { scale: vec![1.0; 4], shift: vec![0.0; 4] };
        norm.run(&mut row);
        assert!(sum(&row).abs() < 1e-5);
    }
}
