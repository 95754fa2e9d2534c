/** Putting messages on their way. All go through the outbox: in order, kept through reloads, sent once. */
import type {
  OutgoingContact,
  OutgoingFile,
  OutgoingMessage,
  OutgoingPlace,
  OutgoingRelation,
  OutgoingSticker,
  SendFilesOptions,
} from '../types';

export interface SendingCommands {
  /** Resolves to the key of the local echo once a reload cannot lose the message. */
  sendMessage(roomId: string, message: OutgoingMessage): Promise<string>;
  /** One message per file, in order; several belong together as an album. Resolves to the keys. */
  sendFiles(roomId: string, files: OutgoingFile[], options: SendFilesOptions): Promise<string[]>;
  sendSticker(
    roomId: string,
    sticker: OutgoingSticker,
    relation: OutgoingRelation | null,
  ): Promise<string>;
  sendContact(
    roomId: string,
    contact: OutgoingContact,
    relation: OutgoingRelation | null,
  ): Promise<string>;
  sendPlace(
    roomId: string,
    place: OutgoingPlace,
    relation: OutgoingRelation | null,
  ): Promise<string>;
  /** The largest file that the server takes, in bytes; null where it does not say. */
  uploadLimit(): Promise<number | null>;
  /** Sends a failed message again; those that wait behind it follow in order. */
  retrySend(roomId: string, key: string): Promise<void>;
  /** Drops a message that was not sent, also one whose file is being uploaded. */
  discardFailed(roomId: string, key: string): Promise<void>;
}

/** The page chooses the keys, which are also the transaction ids: asked for twice, a message is sent once. */
export interface KeyedSendingCommands
  extends Omit<
    SendingCommands,
    'sendMessage' | 'sendFiles' | 'sendSticker' | 'sendContact' | 'sendPlace'
  > {
  sendMessage(roomId: string, message: OutgoingMessage, key: string): Promise<string>;
  sendFiles(
    roomId: string,
    files: OutgoingFile[],
    options: SendFilesOptions,
    keys: string[],
  ): Promise<string[]>;
  sendSticker(
    roomId: string,
    sticker: OutgoingSticker,
    relation: OutgoingRelation | null,
    key: string,
  ): Promise<string>;
  sendContact(
    roomId: string,
    contact: OutgoingContact,
    relation: OutgoingRelation | null,
    key: string,
  ): Promise<string>;
  sendPlace(
    roomId: string,
    place: OutgoingPlace,
    relation: OutgoingRelation | null,
    key: string,
  ): Promise<string>;
}
