//! What files are called by those who upload them.

/// The longest name that is kept, in characters.
const MAX_LENGTH: usize = 255;

/// The name without folders and without what no name has. Downloads are offered under it, so that nothing in it may
/// lead out of the folder that somebody saves to. An empty one is none.
pub(crate) fn checked(name: &str) -> Option<String> {
    let last = name.rsplit(['/', '\\']).next().unwrap_or_default();
    let visible = last.chars().filter(|letter| !letter.is_control() && !is_direction(*letter));
    let name: String = visible.take(MAX_LENGTH).collect();
    let name = name.trim();
    (!matches!(name, "" | "." | "..")).then(|| name.to_owned())
}

/// Turns the direction of writing, and makes `exe.png` out of `gnp.exe`.
fn is_direction(letter: char) -> bool {
    matches!(letter, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

#[cfg(test)]
mod tests;
