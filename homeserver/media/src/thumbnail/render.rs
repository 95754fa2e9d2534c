//! From the bytes of a picture to those of a smaller one. Blocks, and takes as much memory as the limits here allow.
//!
//! The header is read first: a picture that would be too large is refused before anything of it is unpacked.

use std::{
    fs::File,
    io::{BufReader, Cursor, Seek},
};

use image::{
    DynamicImage, ImageDecoder, ImageEncoder, ImageError, ImageFormat, ImageReader, Limits,
    codecs::{jpeg::JpegEncoder, png::PngEncoder},
    imageops::FilterType,
};

use super::{
    animate::{self, animate},
    variant::{Method, Variant},
};

/// The most pixels that are unpacked: no camera that fits into a pocket makes more.
const MAX_PIXELS: u64 = 64 << 20;
/// The longest side.
const MAX_SIDE: u32 = 32_768;
/// The most memory that a decoder may take.
const MAX_MEMORY: u64 = 200 << 20;
/// The longest colour profile that is passed on.
const MAX_PROFILE: usize = 64 << 10;
/// Beyond this nobody sees a difference on something so small.
const JPEG_QUALITY: u8 = 82;

/// What came out.
pub(super) enum Rendered {
    /// The picture is small already.
    Original(ImageFormat),
    /// A smaller one.
    Picture(Vec<u8>, ImageFormat),
}

/// Why nothing came out.
#[derive(Debug)]
pub(super) enum Unrenderable {
    /// It would take too much memory.
    TooLarge,
    /// It is something else, or broken.
    NotAPicture(String),
}

impl From<ImageError> for Unrenderable {
    fn from(error: ImageError) -> Self {
        match error {
            ImageError::Limits(_) => Self::TooLarge,
            error => Self::NotAPicture(error.to_string()),
        }
    }
}

impl From<std::io::Error> for Unrenderable {
    fn from(error: std::io::Error) -> Self {
        Self::NotAPicture(error.to_string())
    }
}

/// Makes a variant of a picture.
pub(super) fn render(file: File, variant: Variant) -> Result<Rendered, Unrenderable> {
    let reader = ImageReader::new(BufReader::new(file)).with_guessed_format()?;
    let format = reader.format().ok_or_else(|| Unrenderable::NotAPicture("no known format".to_owned()))?;
    let mut source = reader.into_inner();
    if variant.animated {
        source.rewind()?;
        let moving = animate(&mut source, format, variant)?;
        match moving {
            animate::Outcome::Original => return Ok(Rendered::Original(format)),
            animate::Outcome::Moving(bytes) => return Ok(Rendered::Picture(bytes, ImageFormat::Gif)),
            animate::Outcome::Still => {}
        }
    }
    source.rewind()?;
    still(source, format, variant)
}

/// What decoders have to keep to.
pub(super) fn limits() -> Limits {
    let mut limits = Limits::default();
    limits.max_image_width = Some(MAX_SIDE);
    limits.max_image_height = Some(MAX_SIDE);
    limits.max_alloc = Some(MAX_MEMORY);
    limits
}

/// Refuses what has more pixels than we unpack.
pub(super) fn check_pixels((width, height): (u32, u32)) -> Result<(), Unrenderable> {
    let fits = width <= MAX_SIDE && height <= MAX_SIDE && u64::from(width) * u64::from(height) <= MAX_PIXELS;
    if fits { Ok(()) } else { Err(Unrenderable::TooLarge) }
}

fn still(mut source: BufReader<File>, format: ImageFormat, variant: Variant) -> Result<Rendered, Unrenderable> {
    let may_move = animate::may_move(&mut source, format)?;
    source.rewind()?;
    let mut reader = ImageReader::with_format(source, format);
    reader.limits(limits());
    let mut decoder = reader.into_decoder()?;
    check_pixels(decoder.dimensions())?;
    if decoder.total_bytes() > MAX_MEMORY {
        return Err(Unrenderable::TooLarge);
    }
    let (width, height) = decoder.dimensions();
    // One that moves was not asked for.
    if !may_move && width <= variant.width && height <= variant.height {
        return Ok(Rendered::Original(format));
    }
    let profile = decoder.icc_profile().ok().flatten().filter(|profile| profile.len() <= MAX_PROFILE);
    let orientation = decoder.orientation()?;
    let mut picture = DynamicImage::from_decoder(decoder)?;
    // Turning a small picture is cheaper; how it lies decides what the sides are.
    let is_turned = {
        let mut probe = DynamicImage::new_luma8(2, 1);
        probe.apply_orientation(orientation);
        probe.width() == 1
    };
    let lying = if is_turned { Variant { width: variant.height, height: variant.width, ..variant } } else { variant };
    picture = fit(&picture, lying);
    picture.apply_orientation(orientation);
    encode(picture, format, profile)
}

/// Makes a picture as small as the variant says. It never grows.
pub(super) fn fit(picture: &DynamicImage, variant: Variant) -> DynamicImage {
    let (width, height) = (f64::from(picture.width()), f64::from(picture.height()));
    let ratios = (f64::from(variant.width) / width, f64::from(variant.height) / height);
    let factor = match variant.method {
        Method::Scale => ratios.0.min(ratios.1),
        Method::Crop => ratios.0.max(ratios.1),
    };
    let factor = factor.min(1.0);
    let reduced = reduce(picture, side(width * factor), side(height * factor));
    match variant.method {
        Method::Scale => reduced,
        Method::Crop => {
            let (width, height) = (reduced.width().min(variant.width), reduced.height().min(variant.height));
            let (left, top) = ((reduced.width() - width) / 2, (reduced.height() - height) / 2);
            reduced.crop_imm(left, top, width, height)
        }
    }
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "the side of a picture, made smaller")]
fn side(length: f64) -> u32 {
    (length.round() as u32).max(1)
}

/// Averages to twice the size at first, which is fast, and then filters, which is good.
fn reduce(picture: &DynamicImage, width: u32, height: u32) -> DynamicImage {
    if (width, height) == (picture.width(), picture.height()) {
        return picture.clone();
    }
    let is_far = picture.width() > width.saturating_mul(3) && picture.height() > height.saturating_mul(3);
    if is_far {
        picture.thumbnail_exact(width * 2, height * 2).resize_exact(width, height, FilterType::CatmullRom)
    } else {
        picture.resize_exact(width, height, FilterType::CatmullRom)
    }
}

/// Photographs become JPEG, and what has hard edges or holes becomes PNG.
fn encode(picture: DynamicImage, source: ImageFormat, profile: Option<Vec<u8>>) -> Result<Rendered, Unrenderable> {
    let has_alpha = picture.color().has_alpha();
    let picture = if has_alpha {
        DynamicImage::ImageRgba8(picture.into_rgba8())
    } else {
        DynamicImage::ImageRgb8(picture.into_rgb8())
    };
    let is_photograph = matches!(source, ImageFormat::Jpeg | ImageFormat::WebP) && !has_alpha;
    let format = if is_photograph { ImageFormat::Jpeg } else { ImageFormat::Png };
    let mut bytes = Cursor::new(Vec::new());
    if is_photograph {
        write(&picture, JpegEncoder::new_with_quality(&mut bytes, JPEG_QUALITY), profile)?;
    } else {
        write(&picture, PngEncoder::new(&mut bytes), profile)?;
    }
    Ok(Rendered::Picture(bytes.into_inner(), format))
}

fn write(picture: &DynamicImage, mut encoder: impl ImageEncoder, profile: Option<Vec<u8>>) -> Result<(), Unrenderable> {
    if let Some(profile) = profile {
        // A format without profiles shows colours a little off, and that is all.
        let _ = encoder.set_icc_profile(profile);
    }
    let (width, height, color) = (picture.width(), picture.height(), picture.color());
    Ok(encoder.write_image(picture.as_bytes(), width, height, color.into())?)
}

#[cfg(test)]
mod tests;
