//! Starts the app.

fn main() {
    leptos::mount::mount_to_body(reknit_web::App);
}
