//! MiniLM's encoder: six layers of attention and feed-forward over word pieces.
//!
//! The shape is Wang et al., "MiniLM", NeurIPS 2020, as in `all-MiniLM-L6-v2`; the vocabulary is smaller and one embedding is new:
//! it marks the words that the two sides of a reply share.

use super::{
    bytes::{Bytes, FullError},
    linear::{Linear, Room},
    maths::{Norm, dot, gelu, softmax},
};

/// How many numbers describe a token.
pub(super) const WIDTH: usize = 384;
const N_HEADS: usize = 12;
const HEAD: usize = WIDTH / N_HEADS;
const INNER: usize = 4 * WIDTH;
/// The longest input, in word pieces, with its three special ones: the positions that the weights hold.
pub(super) const N_POSITIONS: usize = 256;
/// More layers than this no sane file has.
const N_LAYERS_MAX: usize = 12;

/// One token on its way in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Token {
    /// Its word piece.
    pub(super) id: u16,
    /// Whether it stands behind what the partner said.
    pub(super) is_second: bool,
    /// Whether the other side has the same word.
    pub(super) is_shared: bool,
}

/// The encoder with its weights.
pub(super) struct Encoder {
    piece_scales: Vec<f32>,
    pieces: Vec<i8>,
    places: Vec<f32>,
    sides: Vec<f32>,
    shared: Vec<f32>,
    norm: Norm,
    layers: Vec<Layer>,
}

struct Layer {
    qkv: Linear,
    out: Linear,
    norm1: Norm,
    up: Linear,
    down: Linear,
    norm2: Norm,
}

impl Encoder {
    pub(super) fn read(
        bytes: &mut Bytes<'_>,
        n_pieces: usize,
        n_layers: usize,
    ) -> Result<Self, FullError> {
        if n_layers > N_LAYERS_MAX || n_pieces > usize::from(u16::MAX) {
            return Err(FullError::Damaged);
        }
        Ok(Self {
            piece_scales: bytes.floats(n_pieces)?,
            pieces: bytes.small(n_pieces * WIDTH)?,
            places: bytes.floats(N_POSITIONS * WIDTH)?,
            sides: bytes.floats(2 * WIDTH)?,
            shared: bytes.floats(WIDTH)?,
            norm: norm(bytes)?,
            layers: (0..n_layers).map(|_| Layer::read(bytes)).collect::<Result<_, _>>()?,
        })
    }

    /// The last states, [`WIDTH`] numbers a token. Tokens after [`N_POSITIONS`] are left out.
    pub(super) fn run(&self, tokens: &[Token]) -> Vec<f32> {
        let mut states = self.embed(tokens);
        let (mut room, mut wide, mut narrow) = (Room::default(), Vec::new(), Vec::new());
        for layer in &self.layers {
            layer.qkv.run(&states, &mut room, &mut wide);
            let mixed = attend(&wide);
            layer.out.run(&mixed, &mut room, &mut narrow);
            layer.norm1.add(&mut states, &narrow);
            layer.up.run(&states, &mut room, &mut wide);
            wide.iter_mut().for_each(|it| *it = gelu(*it));
            layer.down.run(&wide, &mut room, &mut narrow);
            layer.norm2.add(&mut states, &narrow);
        }
        states
    }

    fn embed(&self, tokens: &[Token]) -> Vec<f32> {
        let (places, _) = self.places.as_chunks::<WIDTH>();
        let (pieces, _) = self.pieces.as_chunks::<WIDTH>();
        let mut states = Vec::with_capacity(tokens.len() * WIDTH);
        for (token, place) in tokens.iter().zip(places) {
            // Ids come from the vocabulary, which is as long as the embeddings: a test reads every piece.
            let id = usize::from(token.id).min(pieces.len() - 1);
            let (first, second) = self.sides.split_at(WIDTH);
            let side = if token.is_second { second } else { first };
            let share = if token.is_shared { 1.0 } else { 0.0 };
            let rest = place.iter().zip(side).zip(&self.shared);
            let scale = self.piece_scales[id];
            states.extend(pieces[id].iter().zip(rest).map(|(it, ((place, side), shared))| {
                f32::from(*it) * scale + place + side + share * shared
            }));
        }
        self.norm.run(&mut states);
        states
    }
}

impl Layer {
    fn read(bytes: &mut Bytes<'_>) -> Result<Self, FullError> {
        Ok(Self {
            qkv: Linear::read(bytes, WIDTH, 3 * WIDTH)?,
            out: Linear::read(bytes, WIDTH, WIDTH)?,
            norm1: norm(bytes)?,
            up: Linear::read(bytes, WIDTH, INNER)?,
            down: Linear::read(bytes, INNER, WIDTH)?,
            norm2: norm(bytes)?,
        })
    }
}

fn norm(bytes: &mut Bytes<'_>) -> Result<Norm, FullError> {
    Ok(Norm { scale: bytes.floats(WIDTH)?, shift: bytes.floats(WIDTH)? })
}

/// Lets every token look at every other, head by head. `qkv` holds query, key and value of each token side by side.
fn attend(qkv: &[f32]) -> Vec<f32> {
    let (rows, _) = qkv.as_chunks::<{ 3 * WIDTH }>();
    let mut out = vec![0.0; rows.len() * WIDTH];
    let mut shares = vec![0.0; rows.len()];
    let scale = 1.0 / (HEAD as f32).sqrt();
    for head in (0..WIDTH).step_by(HEAD) {
        for (row, mixed) in rows.iter().zip(out.chunks_exact_mut(WIDTH)) {
            let query = &row[head..head + HEAD];
            for (share, other) in shares.iter_mut().zip(rows) {
                *share = dot(query, &other[WIDTH + head..WIDTH + head + HEAD]) * scale;
            }
            softmax(&mut shares);
            let mut sum = [0.0_f32; HEAD];
            for (share, other) in shares.iter().zip(rows) {
                let value = &other[2 * WIDTH + head..2 * WIDTH + head + HEAD];
                for (it, value) in sum.iter_mut().zip(value) {
                    *it += share * value;
                }
            }
            mixed[head..head + HEAD].copy_from_slice(&sum);
        }
    }
    out
}

impl std::fmt::Debug for Encoder {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Encoder")
            .field("n_pieces", &self.piece_scales.len())
            .field("n_layers", &self.layers.len())
            .finish_non_exhaustive()
    }
}
