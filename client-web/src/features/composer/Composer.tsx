'use client';

import { lazy, Suspense, useEffect, useId, useRef, useState } from 'react';
import { useI18n } from '@/i18n/I18nProvider';
import type { Written } from '@/lib/draft';
import { parseTimelineId } from '@/lib/timeline-id';
import { matrix } from '@/matrix/commands';
import { useAppState, useComposerContext } from '@/store/hooks';
import { selectLongestDelay } from '@/store/scheduled';
import { setComposerContext } from '@/store/store';
import { stepWallpaper } from '@/ui/wallpaper-phase';
import { AttachButton } from './AttachButton';
import { CompletionList, optionId } from './CompletionList';
import styles from './Composer.module.css';
import { ContextBar } from './ContextBar';
import { DropZone } from './DropZone';
import { EmojiButton } from './EmojiButton';
import { Field, type FieldHandle } from './Field';
import { FormatBar } from './FormatBar';
import { MainButton } from './MainButton';
import { isTypingText, textToSend } from './model';
import { ScheduledButton } from './ScheduledButton';
import { SendFilesDialog } from './SendFilesDialog';
import { useCompletion } from './use-completion';
import { useField } from './use-field';
import { useRecorder } from './use-recorder';
import { useSend } from './use-send';
import { VoiceBar } from './VoiceBar';

const ScheduleDialog = lazy(async () => ({
  default: (await import('./ScheduleDialog')).ScheduleDialog,
}));

interface ComposerProps {
  /** A room's id, or the name of a thread's timeline. */
  readonly timelineId: string;
  /**
   * A real keyboard: the field takes the focus when a room is opened, and Enter sends. On a screen keyboard, which would jump
   * up and has no Shift+Enter, Enter breaks the line.
   */
  readonly hasKeyboard: boolean;
}

/** Where messages are written. Mount it anew for each conversation. */
export function Composer({ timelineId, hasKeyboard }: ComposerProps) {
  const { t } = useI18n();
  const { roomId } = parseTimelineId(timelineId);
  const listId = useId();
  const field = useRef<FieldHandle>(null);
  const element = useRef<HTMLTextAreaElement>(null);
  const context = useComposerContext(timelineId);
  const [written, write] = useField(timelineId, context, element);
  const [caret, setCaret] = useState({ start: 0, end: 0 });
  const [files, setFiles] = useState<{ list: readonly File[]; asFile: boolean } | null>(null);
  const [isScheduling, setIsScheduling] = useState(false);
  const maySchedule = useAppState(selectLongestDelay) !== null;
  const voice = useRecorder();
  const sending = useSend(timelineId, context);
  const completion = useCompletion(roomId, written, caret, (next, at) => {
    write(next);
    field.current?.moveTo(at);
  });
  const isEditing = context?.kind === 'edit';
  const subject = context?.message.eventId ?? null;

  useEffect(() => {
    if (subject !== null) field.current?.moveTo('end');
  }, [subject]);

  const tellTyping = (isTyping: boolean) => {
    // Nobody misses a typing notice that did not get through.
    matrix.setTyping(roomId, isTyping).catch(() => undefined);
  };

  const change = (text: string) => {
    write({ ...written, text });
    tellTyping(isTypingText(text));
  };

  const send = async (isSilent = false) => {
    if (textToSend(written.text) === null) return;
    const words = written;
    // First what is to be seen, then what is to be told.
    const isSent = sending.sendText(words, isSilent);
    write(nothing);
    tellTyping(false);
    stepWallpaper();
    // It did not even reach the outbox: the words come back, before whatever was typed meanwhile.
    if (!(await isSent)) write(joined(words, element.current?.value));
  };

  const sendVoice = async () => {
    const file = await voice.finish();
    if (file === null) return;
    stepWallpaper();
    await sending.sendVoice(file);
  };

  /** Something that is no text went out: what it answered is answered. */
  const sent = () => {
    setComposerContext(timelineId, null);
    stepWallpaper();
  };
  const cancel = () => setComposerContext(timelineId, null);
  const chooseFiles = (list: readonly File[], asFile: boolean) => setFiles({ list, asFile });

  return (
    <>
      <DropZone onFiles={chooseFiles} />
      <form
        className={styles.composer}
        onSubmit={(event) => {
          event.preventDefault();
          void send();
        }}
      >
        {completion.candidates.length > 0 && (
          <CompletionList
            id={listId}
            label={t('composer.suggestions')}
            candidates={completion.candidates}
            chosen={completion.chosen}
            onPick={completion.pick}
          />
        )}
        {caret.end > caret.start && (
          <FormatBar onFormat={(format) => field.current?.format(format)} />
        )}
        <div className={styles.pill}>
          {context !== null && <ContextBar context={context} onCancel={cancel} />}
          <div className={styles.row}>
            {voice.recorder === null ? (
              <>
                {!isEditing && (
                  <AttachButton
                    roomId={roomId}
                    relation={sending.relation}
                    onSent={sent}
                    onFiles={chooseFiles}
                  />
                )}
                <Field
                  ref={field}
                  element={element}
                  text={written.text}
                  hasKeyboard={hasKeyboard}
                  completion={completion}
                  listId={listId}
                  chosenId={optionId(listId, completion.chosen)}
                  onChange={change}
                  onCaret={setCaret}
                  onSend={() => void send()}
                  onBlur={() => tellTyping(false)}
                  onFiles={(list) => chooseFiles(list, false)}
                  onEscape={context === null ? null : cancel}
                  timelineId={timelineId}
                />
                <ScheduledButton roomId={roomId} />
                <EmojiButton
                  roomId={roomId}
                  relation={sending.relation}
                  onEmoji={(emoji) => field.current?.insert(emoji)}
                />
              </>
            ) : (
              <VoiceBar
                recorder={voice.recorder}
                onCancel={voice.cancel}
                onSend={() => void sendVoice()}
              />
            )}
            <MainButton
              isEditing={isEditing}
              hasText={textToSend(written.text) !== null}
              voice={voice}
              onSend={(isSilent) => void send(isSilent)}
              onSendVoice={() => void sendVoice()}
              onSchedule={maySchedule ? () => setIsScheduling(true) : null}
            />
          </div>
        </div>
      </form>
      {isScheduling && (
        <Suspense>
          <ScheduleDialog
            sendAt={null}
            onChoose={async (sendAt) => {
              await sending.scheduleText(written, sendAt);
              write(nothing);
            }}
            onClose={() => setIsScheduling(false)}
          />
        </Suspense>
      )}
      {files !== null && (
        <SendFilesDialog
          files={files.list}
          startsAsFile={files.asFile}
          startCaption={isEditing ? '' : written.text}
          onSend={async (choice) => {
            await sending.sendFiles(choice, written.people);
            if (!isEditing) write(nothing);
            stepWallpaper();
          }}
          onClose={() => setFiles(null)}
        />
      )}
    </>
  );
}

const nothing: Written = { text: '', people: new Map() };

function joined({ text, people }: Written, typed: string | undefined): Written {
  return { text: [text, typed].filter(Boolean).join('\n'), people };
}
