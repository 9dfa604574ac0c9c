//! Whole numbers multiplied: rows of unsigned bytes by columns of signed ones, into sums of 32 bits.
//!
//! On a computer this is rten-gemm, with the best instructions the processor has. In the browser it is `web` below, which is more than
//! twice as fast there: the instruction set of the web has no dot product of bytes, but it has one of 16 bits. The sums are whole
//! numbers and the same everywhere.

#[cfg(not(target_family = "wasm"))]
pub(super) use native::Weights;
#[cfg(target_family = "wasm")]
pub(super) use web::Weights;

#[cfg(not(target_family = "wasm"))]
mod native {
    use rten_gemm::{GemmExecutor, GemmInputA, GemmInputB, GemmOptions, PackedBMatrix};
    use rten_tensor::NdTensorView;

    /// The weights of one layer, in the order the multiplier wants.
    pub(in crate::full) struct Weights {
        gemm: GemmExecutor<u8, i8, i32>,
        packed: PackedBMatrix<i8>,
        n_in: usize,
    }

    impl Weights {
        /// `rows` holds the weights of one output after the other, `n_in` each.
        pub(in crate::full) fn new(rows: &[i8], n_in: usize) -> Self {
            let gemm = GemmExecutor::new();
            let view = NdTensorView::from_data([rows.len() / n_in, n_in], rows);
            Self { packed: gemm.prepack_b(view.transposed()), gemm, n_in }
        }

        /// For each row of `inputs` the sum of products with each output's weights.
        pub(in crate::full) fn multiply(&self, inputs: &[u8], out: &mut Vec<i32>) {
            let n_rows = inputs.len() / self.n_in;
            out.clear();
            out.resize(n_rows * self.packed.cols(), 0);
            let a = NdTensorView::from_data([n_rows, self.n_in], inputs);
            let done = self.gemm.gemm(
                out,
                GemmInputA::Unpacked(a),
                GemmInputB::Packed(&self.packed),
                GemmOptions::default(),
            );
            debug_assert!(done.is_ok(), "shapes are fixed when the weights are read");
        }
    }
}

#[cfg(target_family = "wasm")]
mod web {
    use core::arch::wasm32::{
        i16x8, i32x4_add, i32x4_dot_i16x8, i32x4_extract_lane, i32x4_splat, v128,
    };

    /// Rows of inputs that are multiplied at once, and outputs in one vector. Two vectors of outputs by four rows fill eight of the
    /// sixteen registers that the smallest processors have; the others hold what goes in.
    const ROWS: usize = 4;
    const OUTPUTS: usize = 4;

    /// The weights of one layer: for four outputs at a time, pairs of neighbours along the input, widened to 16 bits.
    pub(in crate::full) struct Weights {
        blocks: Vec<Vec<v128>>,
        n_in: usize,
    }

    impl Weights {
        /// `rows` holds the weights of one output after the other, `n_in` each. Outputs come in eights, inputs in pairs.
        pub(in crate::full) fn new(rows: &[i8], n_in: usize) -> Self {
            let pair = |row: &[i8], at: usize| [row[at], row[at + 1]].map(i16::from);
            let block = |four: &[i8]| {
                let vector = |at: usize| {
                    let [a, b] = pair(four, at);
                    let [c, d] = pair(four, n_in + at);
                    let [e, f] = pair(four, 2 * n_in + at);
                    let [g, h] = pair(four, 3 * n_in + at);
                    i16x8(a, b, c, d, e, f, g, h)
                };
                (0..n_in).step_by(2).map(vector).collect()
            };
            Self { blocks: rows.chunks_exact(OUTPUTS * n_in).map(block).collect(), n_in }
        }

        /// For each row of `inputs` the sum of products with each output's weights.
        pub(in crate::full) fn multiply(&self, inputs: &[u8], out: &mut Vec<i32>) {
            let (n_rows, n_out) = (inputs.len() / self.n_in, self.blocks.len() * OUTPUTS);
            let tiles = self.tiles(inputs);
            out.clear();
            out.resize(n_rows * n_out, 0);
            let (blocks, _) = self.blocks.as_chunks::<2>();
            for (at, blocks) in blocks.iter().enumerate() {
                let tiles = tiles.chunks_exact(self.n_in / 2);
                for (tile, out) in tiles.zip(out.chunks_mut(ROWS * n_out)) {
                    let sums = sums(tile, blocks);
                    for (row, sums) in out.chunks_exact_mut(n_out).zip(sums) {
                        row[at * 8..at * 8 + 8].copy_from_slice(&sums);
                    }
                }
            }
        }

        /// Inputs four rows at a time, pairs of neighbours in one number; rows that are not there are zeros.
        fn tiles(&self, inputs: &[u8]) -> Vec<[i32; ROWS]> {
            let mut out = Vec::with_capacity(inputs.len().div_ceil(2 * ROWS) + self.n_in);
            for rows in inputs.chunks(ROWS * self.n_in) {
                let begun = out.len();
                out.resize(begun + self.n_in / 2, [0; ROWS]);
                for (lane, row) in rows.chunks_exact(self.n_in).enumerate() {
                    for (tile, [low, high]) in out[begun..].iter_mut().zip(row.as_chunks::<2>().0) {
                        tile[lane] = i32::from(*low) | i32::from(*high) << 16;
                    }
                }
            }
            out
        }
    }

    /// Four rows by eight outputs.
    fn sums(tile: &[[i32; ROWS]], [left, right]: &[Vec<v128>; 2]) -> [[i32; 8]; ROWS] {
        let mut sums = [[i32x4_splat(0); 2]; ROWS];
        for ((pairs, left), right) in tile.iter().zip(left).zip(right) {
            for (sums, pair) in sums.iter_mut().zip(pairs) {
                let pair = i32x4_splat(*pair);
                sums[0] = i32x4_add(sums[0], i32x4_dot_i16x8(pair, *left));
                sums[1] = i32x4_add(sums[1], i32x4_dot_i16x8(pair, *right));
            }
        }
        sums.map(|[left, right]| {
            [
                i32x4_extract_lane::<0>(left),
                i32x4_extract_lane::<1>(left),
                i32x4_extract_lane::<2>(left),
                i32x4_extract_lane::<3>(left),
                i32x4_extract_lane::<0>(right),
                i32x4_extract_lane::<1>(right),
                i32x4_extract_lane::<2>(right),
                i32x4_extract_lane::<3>(right),
            ]
        })
    }
}
