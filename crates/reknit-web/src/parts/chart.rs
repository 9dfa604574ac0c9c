//! One slider over the weeks, as a line and in words.

use leptos::prelude::*;
use reknit_model::trend::wobble_doubled;

const WIDTH: f64 = 310.0;
const TOP: f64 = 12.0;
const BOTTOM: f64 = 112.0;

/// Draws (day, 0 to 10) points, oldest first, with a band as wide as the usual wobble.
pub(crate) fn line(points: &[(i32, u8)], label: String) -> impl IntoView + use<> {
    let (Some(first), Some(last)) = (points.first(), points.last()) else {
        return ().into_any();
    };
    let span = f64::from((last.0 - first.0).max(1));
    let x = |day: i32| 22.0 + (WIDTH - 28.0) * f64::from(day - first.0) / span;
    let y = |value: f64| BOTTOM - (BOTTOM - TOP) * value.clamp(0.0, 10.0) / 10.0;
    let values: Vec<u8> = points.iter().map(|it| it.1).collect();
    let half_band = f64::from(wobble_doubled(&values)) / 4.0;
    let at = |(day, value): (i32, f64)| format!("{:.1},{:.1}", x(day), y(value));
    let above = points.iter().map(|it| at((it.0, f64::from(it.1) + half_band)));
    let below = points.iter().rev().map(|it| at((it.0, f64::from(it.1) - half_band)));
    let band = above.chain(below).collect::<Vec<_>>().join(" ");
    let curve = points.iter().map(|it| at((it.0, f64::from(it.1)))).collect::<Vec<_>>().join(" ");
    let (end_x, end_y) = (x(last.0), y(f64::from(last.1)));
    view! {
        <svg class="chart" viewBox="0 0 310 124" role="img" aria-label=label>
            <path class="base" d="M0 112H310" />
            <path class="mark" d="M0 62H310M0 12H310" />
            <polygon class="band" points=band />
            <polyline class="curve" points=curve />
            <text x="0" y="9">"10"</text>
            <text x="0" y="109">"0"</text>
            <circle class="end" cx=end_x cy=end_y r="4.5" />
        </svg>
    }
    .into_any()
}
