import { describe, expect, it } from 'vitest';
import { Acknowledgements } from './acknowledgements';
import { newEntry } from './new-entry';

function taken(eventId: string): Acknowledgements {
  const acknowledgements = new Acknowledgements();
  const draft = { eventType: 'm.room.message', content: {}, uploads: [] };
  acknowledgements.add(newEntry('!a', draft), eventId);
  return acknowledgements;
}

const waiting = (acknowledgements: Acknowledgements, ...here: string[]) =>
  acknowledgements.waiting('!a', (eventId) => here.includes(eventId)).map(({ eventId }) => eventId);

describe('Acknowledgements', () => {
  it('waits for the event, however many syncs that takes', () => {
    const acknowledgements = taken('$1');
    for (let sync = 0; sync < 5; sync += 1) expect(acknowledgements.synced()).toEqual([]);
    expect(waiting(acknowledgements)).toEqual(['$1']);
    expect(waiting(acknowledgements, '$1')).toEqual([]);
    expect(waiting(acknowledgements)).toEqual([]);
  });

  it('shows through a gap what the sync after it brings', () => {
    const acknowledgements = taken('$1');
    acknowledgements.cut('!a');
    expect(acknowledgements.synced()).toEqual([]);
    expect(waiting(acknowledgements)).toEqual(['$1']);
  });

  it('gives up what that sync does not bring: it is in the gap', () => {
    const acknowledgements = taken('$1');
    acknowledgements.cut('!a');
    acknowledgements.synced();
    expect(acknowledgements.synced()).toEqual(['!a']);
    expect(waiting(acknowledgements)).toEqual([]);
    expect(acknowledgements.synced()).toEqual([]);
  });
});
