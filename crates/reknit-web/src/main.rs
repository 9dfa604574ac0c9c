//! Starts the app.

fn main() {
    reknit_web::start();
}
