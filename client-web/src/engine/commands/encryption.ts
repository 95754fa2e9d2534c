/** End-to-end encryption: recovery, devices, verification, keys as a file. */
import type { EncryptionCommands } from '@/matrix/protocol/encryption';
import type { VerificationTarget } from '@/matrix/types';
import type { Account } from '../account';
import { Chats } from '../chats';
import { Devices } from '../crypto/devices';
import { exportKeys, importKeys } from '../crypto/key-file';
import { Recovery } from '../crypto/recovery';
import type { Engine } from '../engine';
import { EngineFailure } from '../errors';
import { type CryptoApi, loadCrypto } from '../sdk';

export function encryptionCommands(engine: Engine): EncryptionCommands {
  const account = () => engine.account();
  const verifications = async () => (await account()).encryption.verifications;
  return {
    createRecovery: async (phrase) => (await recoveryOf(await account())).create(phrase),
    recover: async (keyOrPhrase) => (await recoveryOf(await account())).recover(keyOrPhrase),
    resetEncryption: async (password) => (await recoveryOf(await account())).reset(password),

    listDevices: async () => devicesOf(await account()).list(),
    renameDevice: async (deviceId, name) => devicesOf(await account()).rename(deviceId, name),
    signOutDevices: async (deviceIds, password) =>
      devicesOf(await account()).signOut(deviceIds, password),

    watchTrust: async (userId) => (await account()).encryption.watchTrust(userId),
    acceptIdentity: async (userId) => (await account()).encryption.acceptIdentity(userId),

    requestVerification: async (target) => requestVerification(await account(), target),
    acceptVerification: async () => (await verifications()).accept(),
    comparePictures: async () => (await verifications()).comparePictures(),
    scanVerification: async (code) => (await verifications()).scan(code),
    answerVerification: async (isSame) => (await verifications()).answer(isSame),
    closeVerification: async () => (await verifications()).close(),

    exportKeys: async (passphrase) => exportKeys(apiOf(await account()), passphrase),
    importKeys: async (file, passphrase) => importKeys(apiOf(await account()), file, passphrase),
  };
}

async function recoveryOf({ client, encryption, secrets }: Account): Promise<Recovery> {
  return new Recovery(client, encryption, secrets, await loadCrypto());
}

function devicesOf({ client, encryption, session }: Account): Devices {
  return new Devices(client, encryption.api, session.userId, session.deviceId);
}

function apiOf({ encryption }: Account): CryptoApi {
  if (!encryption.api) throw new EngineFailure('encryptionUnavailable');
  return encryption.api;
}

/** A person is asked in the private chat with them, which is made when there is none. */
async function requestVerification(account: Account, target: VerificationTarget): Promise<void> {
  const { verifications } = account.encryption;
  switch (target.kind) {
    case 'self':
      return verifications.requestSelf();
    case 'device':
      return verifications.requestDevice(account.session.userId, target.deviceId);
    case 'person': {
      const roomId = await new Chats(account).createDirect(target.userId);
      return verifications.requestPerson(target.userId, roomId);
    }
  }
}
