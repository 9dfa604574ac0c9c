//! The description of the API at `/openapi.json`: what every route has in common, said once.

use reknit_wire::api::Problem;
use utoipa::{
    OpenApi, PartialSchema as _,
    openapi::{
        ContentBuilder, RefOr, ResponseBuilder,
        path::Operation,
        security::{HttpAuthScheme, HttpBuilder, SecurityScheme},
    },
};

#[derive(OpenApi)]
#[openapi(info(
    title = "Reknit relay",
    description = "Stores sealed envelopes and blobs, wakes listeners, and knows no word. docs/protocol.md tells the bytes.",
    license(name = "Apache-2.0", identifier = "Apache-2.0")
))]
pub(super) struct Api;

/// Adds the session token, and what any route may answer when the relay itself is in trouble.
pub(super) fn complete(api: &mut utoipa::openapi::OpenApi) {
    let token = HttpBuilder::new()
        .scheme(HttpAuthScheme::Bearer)
        .description(Some("the session token, base64url without padding"))
        .build();
    let components = api.components.get_or_insert_default();
    components.security_schemes.insert("session".to_owned(), RefOr::T(SecurityScheme::Http(token)));
    let items = api.paths.paths.values_mut();
    let operations = items.flat_map(|it| {
        [&mut it.get, &mut it.post, &mut it.put, &mut it.delete].into_iter().flatten()
    });
    operations.for_each(may_fail);
}

fn may_fail(operation: &mut Operation) {
    let problem = ContentBuilder::new().schema(Some(Problem::schema())).build();
    let response = ResponseBuilder::new()
        .description("stopping, starting, full, or its own fault")
        .content("application/json", problem)
        .build();
    operation.responses.responses.insert("5XX".to_owned(), RefOr::T(response));
}
