//! Real clients against the real server: `matrix-rust-sdk`, on which Element X and others are built. See `tests/`.
