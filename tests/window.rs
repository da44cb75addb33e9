//! The real app in a real window. Each test opens its own, on a screen and in a home folder of its own.

mod support;

use support::{App, Launch};

#[tokio::test]
async fn the_window_opens_and_closing_it_ends_the_app() {
    let Some(mut app) = App::open(Launch::plain()).await else { return };
    assert_eq!(app.title().await, "Casebook");
    app.quit().await;
    assert!(app.has_ended());
}
