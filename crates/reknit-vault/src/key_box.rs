//! One key, sealed to one X25519 key: 80 bytes.
//!
//! HPKE base mode (RFC 9180 §5.1.1). Who sealed it is told by the signature over whatever stands around it.

use hpke::{
    Deserializable, OpModeR, OpModeS, Serializable, aead::ChaCha20Poly1305, kdf::HkdfSha256,
    kem::X25519HkdfSha256, single_shot_open, single_shot_seal_with_rng,
};
use reknit_wire::membership::KEY_BOX_LEN;

use crate::{
    Unreadable,
    identity::KemSecret,
    random::{Adapter, Random},
    secret::Secret,
};

/// Seals `key` to the public key `to`; `None` for one that is no good.
pub(crate) fn seal(
    random: &mut dyn Random,
    to: &[u8; 32],
    info: &[u8],
    ad: &[u8],
    key: &Secret,
) -> Option<[u8; KEY_BOX_LEN]> {
    let to = <X25519HkdfSha256 as hpke::Kem>::PublicKey::from_bytes(to).ok()?;
    let (enc, sealed) =
        single_shot_seal_with_rng::<ChaCha20Poly1305, HkdfSha256, X25519HkdfSha256>(
            &OpModeS::Base,
            &to,
            info,
            key.bytes(),
            ad,
            &mut Adapter(random),
        )
        .ok()?;
    let mut out = enc.to_bytes().to_vec();
    out.extend_from_slice(&sealed);
    out.try_into().ok()
}

/// Opens what [`seal`] sealed to `kem`.
pub(crate) fn open(
    kem: &KemSecret,
    info: &[u8],
    ad: &[u8],
    key_box: &[u8],
) -> Result<Secret, Unreadable> {
    let (enc, sealed) = key_box.split_at_checked(32).ok_or(Unreadable)?;
    let secret = <X25519HkdfSha256 as hpke::Kem>::PrivateKey::from_bytes(kem.secret().bytes())
        .map_err(|_| Unreadable)?;
    let enc =
        <X25519HkdfSha256 as hpke::Kem>::EncappedKey::from_bytes(enc).map_err(|_| Unreadable)?;
    let plain = single_shot_open::<ChaCha20Poly1305, HkdfSha256, X25519HkdfSha256>(
        &OpModeR::Base,
        &secret,
        &enc,
        info,
        sealed,
        ad,
    )
    .map_err(|_| Unreadable)?;
    Ok(Secret::from_bytes(plain.try_into().map_err(|_| Unreadable)?))
}
