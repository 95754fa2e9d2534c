/** The devices of an account, with how far they are trusted. */
import type { DeviceInfo } from '@/matrix/types';
import type { CryptoApi, MatrixClient } from '../sdk';
import { proven } from '../user-interactive';

export class Devices {
  constructor(
    private readonly client: MatrixClient,
    private readonly api: CryptoApi | null,
    private readonly userId: string,
    private readonly deviceId: string,
  ) {}

  /** This one first, then by when they were last used. */
  async list(): Promise<DeviceInfo[]> {
    const [{ devices }, keys] = await Promise.all([this.client.getDevices(), this.#keys()]);
    const list = devices.map(async (device): Promise<DeviceInfo> => {
      const known = keys?.get(device.device_id);
      return {
        deviceId: device.device_id,
        name: device.display_name ?? null,
        isCurrent: device.device_id === this.deviceId,
        lastSeenTs: device.last_seen_ts ?? null,
        lastSeenIp: device.last_seen_ip ?? null,
        trust: known ? await this.#trust(device.device_id) : 'unknown',
        fingerprint: inGroups(known?.getFingerprint()),
      };
    });
    return (await Promise.all(list)).sort(
      (a, b) =>
        Number(b.isCurrent) - Number(a.isCurrent) || (b.lastSeenTs ?? 0) - (a.lastSeenTs ?? 0),
    );
  }

  async rename(deviceId: string, name: string): Promise<void> {
    await this.client.setDeviceDetails(deviceId, { display_name: name });
  }

  async signOut(deviceIds: readonly string[], password: string | null): Promise<void> {
    if (deviceIds.length === 0) return;
    await proven(this.userId, password, (auth) =>
      this.client.deleteMultipleDevices([...deviceIds], auth ? (auth as never) : undefined),
    );
  }

  async #keys() {
    const devices = await this.api?.getUserDeviceInfo([this.userId], true);
    return devices?.get(this.userId);
  }

  async #trust(deviceId: string): Promise<DeviceInfo['trust']> {
    const status = await this.api?.getDeviceVerificationStatus(this.userId, deviceId);
    return status?.crossSigningVerified ? 'verified' : 'unverified';
  }
}

function inGroups(fingerprint: string | undefined): string | null {
  return fingerprint?.match(/.{1,4}/gu)?.join(' ') ?? null;
}
