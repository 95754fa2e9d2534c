//! The sizes that thumbnails come in.

use std::fmt;

use hs_core::error::MatrixError;

/// The sides that thumbnails have. What a client asks for is rounded up to the next one.
const SIDES: [u32; 8] = [32, 96, 192, 320, 480, 640, 800, 1280];

/// How a picture is fitted into a size.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Method {
    /// All of it is shown, and its sides keep their ratio.
    Scale,
    /// All of the size is filled, and what stands over is cut off.
    Crop,
}

/// What a client asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Wanted {
    /// How wide, in pixels.
    pub width: u64,
    /// How high, in pixels.
    pub height: u64,
    /// How it is fitted.
    pub method: Method,
    /// Whether it may move.
    pub animated: bool,
}

/// What is made.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) struct Variant {
    pub(crate) width: u32,
    pub(crate) height: u32,
    pub(crate) method: Method,
    pub(crate) animated: bool,
}

impl Variant {
    /// The variant that serves a wish.
    pub(crate) fn of(wanted: Wanted) -> Result<Self, MatrixError> {
        let Wanted { width, height, method, animated } = wanted;
        if width == 0 || height == 0 {
            return Err(MatrixError::invalid_param("A thumbnail is at least one pixel wide and high"));
        }
        Ok(Self { width: side(width), height: side(height), method, animated })
    }
}

fn side(wanted: u64) -> u32 {
    let [.., largest] = SIDES;
    SIDES.into_iter().find(|side| u64::from(*side) >= wanted).unwrap_or(largest)
}

/// The spelling in the database.
impl fmt::Display for Variant {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let method = match self.method {
            Method::Scale => "scale",
            Method::Crop => "crop",
        };
        let animated = if self.animated { "-animated" } else { "" };
        write!(f, "{method}-{}x{}{animated}", self.width, self.height)
    }
}

#[cfg(test)]
mod tests;
