//! The worker's half of signing in: OPAQUE (RFC 9807) and Argon2id (RFC 9106).
//!
//! The passphrase never leaves the device, and a stolen database gives no way to test guesses without the relay's OPAQUE
//! setup, which is kept apart from it.

use argon2::{Algorithm, Argon2, Params, Version};
use opaque_ke::{
    ClientLogin, ClientLoginFinishParameters, ClientRegistration,
    ClientRegistrationFinishParameters, CredentialResponse, RegistrationResponse,
};
use rand08::{CryptoRng, RngCore};
use reknit_wire::opaque::Suite;

use crate::{
    random::Random,
    slow_job::{Job, Outcome},
};

/// What stretching a passphrase costs. A type, so that a release build cannot name a cheap one.
pub trait Cost {
    /// Memory in KiB, passes, lanes.
    const PARAMS: (u32, u32, u32);
}

/// Argon2id with 64 MiB, 3 passes, 1 lane: RFC 9106's second choice with one lane, about 110 ms on a laptop.
#[derive(Debug)]
pub struct RealCost;

impl Cost for RealCost {
    const PARAMS: (u32, u32, u32) = (64 * 1024, 3, 1);
}

/// Next to nothing, for tests. Not there in a release build.
#[cfg(debug_assertions)]
#[derive(Debug)]
pub struct CheapCost;

#[cfg(debug_assertions)]
impl Cost for CheapCost {
    const PARAMS: (u32, u32, u32) = (8, 1, 1);
}

/// Runs one encoded job and gives its encoded outcome.
pub fn run<C: Cost>(job: &[u8], random: &mut dyn Random) -> Vec<u8> {
    let outcome = Job::decode(job).ok().and_then(|job| do_job::<C>(job, random));
    Outcome::encode(outcome.as_ref())
}

fn argon2<C: Cost>() -> Option<Argon2<'static>> {
    let (memory, passes, lanes) = C::PARAMS;
    let params = Params::new(memory, passes, lanes, None).ok()?;
    Some(Argon2::new(Algorithm::Argon2id, Version::V0x13, params))
}

fn do_job<C: Cost>(job: Job, random: &mut dyn Random) -> Option<Outcome> {
    let mut rng = Adapter08(random);
    let ksf = argon2::<C>()?;
    match job {
        Job::RegisterStart { passphrase } => {
            let started =
                ClientRegistration::<Suite>::start(&mut rng, passphrase.as_bytes()).ok()?;
            Some(Outcome {
                first: started.state.serialize().to_vec().into(),
                second: started.message.serialize().to_vec().into(),
            })
        }
        Job::RegisterFinish { passphrase, state, response } => {
            let state = ClientRegistration::<Suite>::deserialize(&state).ok()?;
            let response = RegistrationResponse::deserialize(&response).ok()?;
            let params = ClientRegistrationFinishParameters {
                ksf: Some(&ksf),
                ..ClientRegistrationFinishParameters::default()
            };
            let done = state.finish(&mut rng, passphrase.as_bytes(), response, params).ok()?;
            Some(Outcome {
                first: done.message.serialize().to_vec().into(),
                second: done.export_key.to_vec().into(),
            })
        }
        Job::LoginStart { passphrase } => {
            let started = ClientLogin::<Suite>::start(&mut rng, passphrase.as_bytes()).ok()?;
            Some(Outcome {
                first: started.state.serialize().to_vec().into(),
                second: started.message.serialize().to_vec().into(),
            })
        }
        Job::LoginFinish { passphrase, state, response } => {
            let state = ClientLogin::<Suite>::deserialize(&state).ok()?;
            let response = CredentialResponse::deserialize(&response).ok()?;
            let params = ClientLoginFinishParameters {
                ksf: Some(&ksf),
                ..ClientLoginFinishParameters::default()
            };
            let done = state.finish(&mut rng, passphrase.as_bytes(), response, params).ok()?;
            Some(Outcome {
                first: done.message.serialize().to_vec().into(),
                second: done.export_key.to_vec().into(),
            })
        }
        Job::Stretch { passphrase, salt } => {
            let mut out = [0; 32];
            ksf.hash_password_into(passphrase.as_bytes(), &salt, &mut out).ok()?;
            Some(Outcome { first: out.to_vec().into(), second: Vec::new().into() })
        }
    }
}

/// Our source as OPAQUE's generation of crates wants it.
struct Adapter08<'a>(&'a mut dyn Random);

impl RngCore for Adapter08<'_> {
    fn next_u32(&mut self) -> u32 {
        u32::from_le_bytes(crate::random::make(self.0))
    }

    fn next_u64(&mut self) -> u64 {
        u64::from_le_bytes(crate::random::make(self.0))
    }

    fn fill_bytes(&mut self, out: &mut [u8]) {
        self.0.fill(out);
    }

    fn try_fill_bytes(&mut self, out: &mut [u8]) -> Result<(), rand08::Error> {
        self.0.fill(out);
        Ok(())
    }
}

impl CryptoRng for Adapter08<'_> {}
