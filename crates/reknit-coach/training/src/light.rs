//! Training the light tier: AdaGrad over hashed features, seeded, one thread, the same weights on every run.

pub(crate) mod fit;
pub(crate) mod limits;
