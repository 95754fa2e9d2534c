'use client';

import { errorText } from '@/i18n/plain-words';
import { useI18n } from '@/i18n/I18nProvider';
import type { Written } from '@/lib/draft';
import { parseTimelineId } from '@/lib/timeline-id';
import { matrix } from '@/matrix/commands';
import type { OutgoingFile, OutgoingMessage, OutgoingRelation } from '@/matrix/types';
import { useOwnUserId, useRoom } from '@/store/hooks';
import { setComposerContext } from '@/store/store';
import type { ComposerContext } from '@/store/ui';
import { showToast } from '@/ui/toast';
import { type MessageOptions, textToSend, toMessages, toWords } from './model';
import { prepareFile } from './prepare-file';
import type { SendFilesChoice } from './SendFilesDialog';
import { parseSlash } from './slash';
import { useSlash } from './use-slash';

export interface Sending {
  /** False when nothing was sent, and the words should stay where they are. */
  readonly sendText: (written: Written, isSilent: boolean) => Promise<boolean>;
  /** Leaves it with the server until then. */
  readonly scheduleText: (written: Written, sendAt: number) => Promise<void>;
  readonly sendFiles: (choice: SendFilesChoice, people: Written['people']) => Promise<void>;
  readonly sendVoice: (file: OutgoingFile) => Promise<void>;
  readonly relation: OutgoingRelation | null;
}

/** Puts what was written or chosen on its way. */
export function useSend(timelineId: string, context: ComposerContext | null): Sending {
  const { t } = useI18n();
  const place = parseTimelineId(timelineId);
  const { roomId } = place;
  const ownUserId = useOwnUserId();
  const mayNotifyRoom = useRoom(roomId)?.mayNotifyRoom ?? false;
  const runSlash = useSlash(roomId);

  const threadId = place.kind === 'thread' ? place.eventId : null;
  const relation = relationOf(context, threadId);
  const answered = context?.kind === 'reply' ? context.message.senderId : null;
  const alsoTell = answered === null || answered === ownUserId ? [] : [answered];

  const done = () => setComposerContext(timelineId, null);

  const post = async (messages: readonly OutgoingMessage[]) => {
    done();
    // Not at once: the outbox keeps the order in which they come.
    for (const message of messages) await matrix.sendMessage(roomId, message);
  };

  const sendText: Sending['sendText'] = async (written, isSilent) => {
    const text = textToSend(written.text);
    if (text === null) return false;
    const options: MessageOptions = { relation, isSilent, mayNotifyRoom, alsoTell };
    const slash = relation?.type === 'edit' ? null : parseSlash(text);
    try {
      if (slash === null) {
        await post(toMessages({ ...written, text }, options));
        return true;
      }
      const outcome = await runSlash(slash, written);
      if (outcome === 'unknown') {
        showToast(t('slash.unknown'));
        return false;
      }
      if (outcome !== null) {
        const said = { ...written, text: outcome.text };
        await post(toMessages(said, { ...options, kind: outcome.kind, isPlain: outcome.isPlain }));
      }
      return true;
    } catch (error) {
      showToast(errorText(error, t));
      return false;
    }
  };

  const scheduleText: Sending['scheduleText'] = async (written, sendAt) => {
    const text = textToSend(written.text);
    if (text === null) return;
    const options: MessageOptions = { relation, isSilent: false, mayNotifyRoom, alsoTell };
    for (const message of toMessages({ ...written, text }, options)) {
      await matrix.scheduleMessage(roomId, message, sendAt);
    }
    done();
  };

  const sendFiles: Sending['sendFiles'] = async ({ files, caption, ...look }, people) => {
    const words = toWords({ text: caption, people }, { mayNotifyRoom, alsoTell });
    const prepared = await Promise.all(files.map((file) => prepareFile(file, look)));
    const [first, ...others] = prepared;
    if (first === undefined) return;
    const captioned = caption === '' ? first : { ...first, caption: words };
    await matrix.sendFiles(roomId, [captioned, ...others], {
      relation: withoutEdit(relation),
      isSilent: false,
    });
    done();
  };

  const sendVoice = async (file: OutgoingFile) => {
    try {
      await matrix.sendFiles(roomId, [file], { relation: withoutEdit(relation), isSilent: false });
      done();
    } catch (error) {
      showToast(errorText(error, t));
    }
  };

  return { sendText, scheduleText, sendFiles, sendVoice, relation: withoutEdit(relation) };
}

/** A file is a message of its own, also while another is edited. */
function withoutEdit(relation: OutgoingRelation | null): OutgoingRelation | null {
  return relation?.type === 'edit' ? null : relation;
}

function relationOf(
  context: ComposerContext | null,
  threadId: string | null,
): OutgoingRelation | null {
  if (context?.kind === 'edit') return { type: 'edit', eventId: context.message.eventId };
  const replyTo = context?.kind === 'reply' ? context.message.eventId : null;
  if (threadId !== null) return { type: 'thread', rootId: threadId, replyTo };
  return replyTo === null ? null : { type: 'reply', eventId: replyTo };
}
