//! Pictures that move: GIF, animated PNG and animated WebP become a smaller GIF, the one moving format that our image
//! library writes.

use std::{
    fs::File,
    io::BufReader,
    time::{Duration, Instant},
};

use image::{
    AnimationDecoder, DynamicImage, Frame, Frames, ImageDecoder, ImageFormat,
    codecs::{
        gif::{GifDecoder, GifEncoder, Repeat},
        png::PngDecoder,
        webp::WebPDecoder,
    },
};

use super::{
    render::{Unrenderable, check_pixels, fit, limits},
    variant::Variant,
};

/// How many pixels all frames together may have.
const MAX_PIXELS: u64 = 256 << 20;
/// How long it may take.
const MAX_TIME: Duration = Duration::from_secs(10);
/// From 1, the best colours, to 30, the fastest.
const SPEED: i32 = 20;

/// What came out.
pub(super) enum Outcome {
    /// It moves and is small already.
    Original,
    /// It moves, and is smaller now.
    Moving(Vec<u8>),
    /// It does not move, or would take too long.
    Still,
}

/// Whether a picture may move. Of a GIF that is only known when it has been unpacked.
pub(super) fn may_move(source: &mut BufReader<File>, format: ImageFormat) -> Result<bool, Unrenderable> {
    Ok(match format {
        ImageFormat::Gif => true,
        ImageFormat::Png => PngDecoder::with_limits(source, limits())?.is_apng()?,
        ImageFormat::WebP => WebPDecoder::new(source)?.has_animation(),
        _ => false,
    })
}

/// Makes a smaller picture that moves.
pub(super) fn animate(
    source: &mut BufReader<File>,
    format: ImageFormat,
    variant: Variant,
) -> Result<Outcome, Unrenderable> {
    match format {
        ImageFormat::Gif => {
            let mut decoder = GifDecoder::new(source)?;
            decoder.set_limits(limits())?;
            let size = decoder.dimensions();
            reduce(size, variant, || decoder.into_frames())
        }
        ImageFormat::Png => {
            let decoder = PngDecoder::with_limits(source, limits())?;
            let size = decoder.dimensions();
            if !decoder.is_apng()? {
                return Ok(Outcome::Still);
            }
            let decoder = decoder.apng()?;
            reduce(size, variant, || decoder.into_frames())
        }
        ImageFormat::WebP => {
            let mut decoder = WebPDecoder::new(source)?;
            decoder.set_limits(limits())?;
            let size = decoder.dimensions();
            if !decoder.has_animation() {
                return Ok(Outcome::Still);
            }
            reduce(size, variant, || decoder.into_frames())
        }
        _ => Ok(Outcome::Still),
    }
}

fn reduce<'a>(
    size: (u32, u32),
    variant: Variant,
    frames: impl FnOnce() -> Frames<'a>,
) -> Result<Outcome, Unrenderable> {
    check_pixels(size)?;
    if size.0 <= variant.width && size.1 <= variant.height {
        return Ok(Outcome::Original);
    }
    let pixels = u64::from(size.0) * u64::from(size.1);
    let most = usize::try_from(MAX_PIXELS / pixels.max(1)).unwrap_or(usize::MAX);
    let started = Instant::now();
    let mut bytes = Vec::new();
    let mut encoder = GifEncoder::new_with_speed(&mut bytes, SPEED);
    encoder.set_repeat(Repeat::Infinite)?;
    let mut count = 0_usize;
    for frame in frames() {
        // What breaks off in the middle moves as far as it goes.
        let Ok(frame) = frame else { break };
        count += 1;
        if count > most || started.elapsed() > MAX_TIME {
            return Ok(Outcome::Still);
        }
        let delay = frame.delay();
        let small = fit(&DynamicImage::ImageRgba8(frame.into_buffer()), variant).into_rgba8();
        encoder.encode_frame(Frame::from_parts(small, 0, 0, delay))?;
    }
    drop(encoder);
    Ok(if count > 1 { Outcome::Moving(bytes) } else { Outcome::Still })
}
