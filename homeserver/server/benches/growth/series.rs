//! How times grow: a table for people who read, a picture for people who look.

use std::{
    fmt::{self, Write},
    fs,
};

const WIDTH: f64 = 760.0;
const LINE_HEIGHT: f64 = 24.0;
const PLOT: f64 = 220.0;
const LEFT: f64 = 56.0;
const RIGHT: f64 = 40.0;
const TOP: f64 = 40.0;
/// The colours of the lines, which can be told apart in light and dark and by most who see no red or green.
const COLOURS: [&str; 6] = ["#3390ec", "#e69f00", "#009e73", "#cc79a7", "#d55e00", "#7a6ff0"];

/// What the same answers cost beside ever more of something.
pub(crate) struct Series {
    /// What there is more of.
    of_what: &'static str,
    sizes: Vec<usize>,
    lines: Vec<(&'static str, Vec<f64>)>,
}

impl Series {
    pub(crate) fn new(of_what: &'static str, sizes: &[usize]) -> Self {
        Self { of_what, sizes: sizes.to_vec(), lines: Vec::new() }
    }

    /// The milliseconds that something took, at the size that is next for it.
    pub(crate) fn add(&mut self, what: &'static str, milliseconds: f64) {
        match self.lines.iter_mut().find(|(name, _)| *name == what) {
            Some((_, times)) => times.push(milliseconds),
            None => self.lines.push((what, vec![milliseconds])),
        }
    }

    /// Writes a picture: sizes from left to right, each ten times the last, and milliseconds upwards.
    pub(crate) fn draw(&self, path: &str) {
        let step = round_step(self.lines.iter().flat_map(|(_, times)| times).copied().fold(0.1, f64::max) / 4.0);
        let most = step * 4.0;
        let across = (WIDTH - LEFT - RIGHT) / (self.sizes.len() - 1) as f64;
        let place = |at: usize, time: f64| (LEFT + across * at as f64, TOP + PLOT * (1.0 - time / most));
        let mut drawing = String::new();
        let places = usize::from(step < 1.0) + usize::from(step < 0.1);
        for line in 0..=4 {
            let time = step * f64::from(line);
            let (_, y) = place(0, time);
            let end = WIDTH - RIGHT;
            put(&mut drawing, format_args!("<path class=\"grid\" d=\"M{LEFT} {y:.1}H{end}\"/>"));
            let text = LEFT - 8.0;
            put(
                &mut drawing,
                format_args!("<text x=\"{text}\" y=\"{:.1}\" text-anchor=\"end\">{time:.places$}</text>", y + 4.0),
            );
        }
        for (at, size) in self.sizes.iter().enumerate() {
            let (x, y) = place(at, 0.0);
            put(
                &mut drawing,
                format_args!(
                    "<text x=\"{x:.1}\" y=\"{:.1}\" text-anchor=\"middle\">{}</text>",
                    y + 20.0,
                    grouped(*size)
                ),
            );
        }
        for (number, (what, times)) in self.lines.iter().enumerate() {
            let colour = COLOURS[number % COLOURS.len()];
            let points: Vec<String> = times
                .iter()
                .enumerate()
                .map(|(at, time)| place(at, *time))
                .map(|(x, y)| format!("{x:.1},{y:.1}"))
                .collect();
            put(&mut drawing, format_args!("<polyline points=\"{}\" stroke=\"{colour}\"/>", points.join(" ")));
            let y = TOP + PLOT + 52.0 + LINE_HEIGHT * number as f64;
            put(
                &mut drawing,
                format_args!("<circle cx=\"{:.1}\" cy=\"{:.1}\" r=\"5\" fill=\"{colour}\"/>", LEFT + 6.0, y - 4.0),
            );
            put(&mut drawing, format_args!("<text x=\"{:.1}\" y=\"{y:.1}\">{what}</text>", LEFT + 20.0));
        }
        let height = TOP + PLOT + 52.0 + LINE_HEIGHT * self.lines.len() as f64;
        let title = format!("Milliseconds, by {}", self.of_what);
        let picture = format!(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {WIDTH} {height}\" role=\"img\" aria-label=\"{title}\">\n\
             <style>text {{ font: 13px system-ui, sans-serif; fill: #5b6670 }} .title {{ font-size: 15px; font-weight: 600 }} \
             .grid {{ stroke: #8a96a040 }} polyline {{ fill: none; stroke-width: 2.5 }} \
             @media (prefers-color-scheme: dark) {{ text {{ fill: #aab3bb }} }}</style>\n\
             <text class=\"title\" x=\"{LEFT}\" y=\"22\">{title}</text>\n{drawing}</svg>\n"
        );
        fs::write(path, picture).expect("a place for the picture");
    }
}

impl fmt::Display for Series {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:<48}", self.of_what)?;
        self.sizes.iter().try_for_each(|size| write!(f, " {:>10}", grouped(*size)))?;
        writeln!(f, "   times")?;
        for (what, times) in &self.lines {
            write!(f, "{what:<48}")?;
            times.iter().try_for_each(|time| write!(f, " {time:>7.2} ms"))?;
            writeln!(f, " {:>7.2}", times[times.len() - 1] / times[0])?;
        }
        Ok(())
    }
}

fn put(drawing: &mut String, line: fmt::Arguments<'_>) {
    writeln!(drawing, "{line}").expect("text can always be written");
}

/// The next of 1, 2, 5, 10, 20, 50 …, or of their tenths, that is not less.
fn round_step(least: f64) -> f64 {
    let decade = 10_f64.powf(least.log10().floor());
    [1.0, 2.0, 5.0, 10.0].map(|times| times * decade).into_iter().find(|step| *step >= least).unwrap_or(least)
}

/// A number as people write it.
fn grouped(number: usize) -> String {
    let digits = number.to_string();
    let mut text = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}
