//! Which addresses we talk to when somebody else has chosen them: public ones.
//!
//! Whoever can make this server ask for a URL must not see what only this server can see: its own ports, the network
//! it stands in, the metadata service of its cloud. Checked are the addresses that are really connected to, after names
//! have been resolved, so that no clever name gets around it.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

/// Says which addresses may be talked to.
#[derive(Clone, Copy, Debug)]
pub struct Guard {
    allow_private: bool,
}

impl Guard {
    /// With `allow_private` there is nothing that it refuses: for tests, and for servers in a network of their own.
    pub const fn new(allow_private: bool) -> Self {
        Self { allow_private }
    }

    /// Whether this address may be talked to.
    pub fn permits(self, address: IpAddr) -> bool {
        self.allow_private
            || match address {
                IpAddr::V4(address) => is_public_v4(address),
                IpAddr::V6(address) => is_public_v6(address),
            }
    }
}

/// What <https://www.iana.org/assignments/iana-ipv4-special-registry> does not set aside.
fn is_public_v4(address: Ipv4Addr) -> bool {
    let [first, second, third, _] = address.octets();
    let set_aside = match first {
        // This network, private, loopback; multicast and the reserved rest.
        0 | 10 | 127 | 224.. => true,
        // Between a provider and its customers.
        100 => (64..128).contains(&second),
        // Link-local, which is where clouds have their metadata.
        169 => second == 254,
        172 => (16..32).contains(&second),
        192 => matches!((second, third), (168, _) | (0, 0 | 2) | (88, 99)),
        // Benchmarks and documentation.
        198 => matches!((second, third), (18 | 19, _) | (51, 100)),
        203 => (second, third) == (0, 113),
        _ => false,
    };
    !set_aside
}

/// Global unicast, less what <https://www.iana.org/assignments/iana-ipv6-special-registry> sets aside. An IPv4 address
/// inside of an IPv6 address is what counts.
fn is_public_v6(address: Ipv6Addr) -> bool {
    if let Some(inner) = address.to_ipv4_mapped() {
        return is_public_v4(inner);
    }
    let [first, second, third, ..] = address.segments();
    let bits = address.to_bits();
    match first {
        // 64:ff9b::/96 is how a network without IPv4 reaches it.
        0x64 if bits >> 32 == 0x0064_ff9b_u128 << 64 => is_public_v4(low_v4(bits)),
        0x2001 => second >= 0x200 && second != 0xdb8,
        // 6to4: the IPv4 address comes right behind.
        0x2002 => is_public_v4(Ipv4Addr::from(u32::from(second) << 16 | u32::from(third))),
        0x3fff => second >= 0x1000,
        0x2000..=0x3ffe => true,
        _ => false,
    }
}

/// The last 32 bits.
fn low_v4(bits: u128) -> Ipv4Addr {
    let [.., a, b, c, d] = bits.to_be_bytes();
    Ipv4Addr::new(a, b, c, d)
}

#[cfg(test)]
mod tests;
