/** What pictures of the client show: people with names and faces, and what they talk about. */
import type { Browser } from 'playwright-core';
import { Api } from './api';
import { paint, portrait, scenes } from './artwork';
import { password, type Person } from './person';
import { tone } from './pictures';
import type { Server } from './server';

const faces = {
  ingrid: {
    name: 'Ingrid Solberg',
    looks: {
      ground: ['#ffd6a5', '#f4a261'],
      skin: '#f2c9a8',
      hair: '#d9a441',
      shirt: '#2a6f97',
      cut: 'long',
    },
  },
  omar: {
    name: 'Omar Haddad',
    looks: {
      ground: ['#a8dadc', '#457b9d'],
      skin: '#c68863',
      hair: '#2b211c',
      shirt: '#e9c46a',
      cut: 'beard',
    },
  },
  mei: {
    name: 'Mei Tanaka',
    looks: {
      ground: ['#ffc8dd', '#e5989b'],
      skin: '#f4cfae',
      hair: '#26202b',
      shirt: '#6d597a',
      cut: 'bun',
    },
  },
  theo: {
    name: 'Theo Lindqvist',
    looks: {
      ground: ['#caffbf', '#74a892'],
      skin: '#f0c3a0',
      hair: '#8d5a3b',
      shirt: '#bc4749',
      cut: 'short',
    },
  },
  zola: {
    name: 'Zola Mbeki',
    looks: {
      ground: ['#bdb2ff', '#7b6fd0'],
      skin: '#8d5a41',
      hair: '#231815',
      shirt: '#f4d35e',
      cut: 'curls',
    },
  },
  jonas: {
    name: 'Jonas Weber',
    looks: {
      ground: ['#d9e4ec', '#8fa9bf'],
      skin: '#edc4a4',
      hair: '#34507a',
      shirt: '#344e41',
      cut: 'cap',
    },
  },
} as const;

type Name = keyof typeof faces;

export interface Stage {
  /** Everybody but the one in front of the screen. */
  readonly cast: Readonly<Record<Name, Api>>;
  /** The one in front of the screen, by the server's interface. */
  readonly self: Api;
  readonly userId: (name: Name) => string;
  readonly rooms: { readonly keepers: string; readonly sailing: string; readonly ingrid: string };
}

const text = (body: string, more: Record<string, unknown> = {}) => ({
  msgtype: 'm.text',
  body,
  ...more,
});
const answering = (eventId: string) => ({
  'm.relates_to': { 'm.in_reply_to': { event_id: eventId } },
});
const encryption = {
  type: 'm.room.encryption',
  state_key: '',
  content: { algorithm: 'm.megolm.v1.aes-sha2' },
};

/** Puts everybody and everything in place for somebody who has just signed up. */
export async function setStage(server: Server, browser: Browser, self: Person): Promise<Stage> {
  const suffix = self.username.split('-')[1];
  const usernameOf = (name: Name) => `${name}-${suffix}`;
  const userId = (name: Name) => `@${usernameOf(name)}:localhost`;
  const names = Object.keys(faces) as Name[];
  const entries = await Promise.all(
    names.map(async (name) => {
      const api = await Api.register(server.url, usernameOf(name), password);
      const face = await paint(browser, portrait(faces[name].looks), 320, 320);
      await api.call('PUT', `/profile/${userId(name)}/displayname`, {
        displayname: faces[name].name,
      });
      await api.call('PUT', `/profile/${userId(name)}/avatar_url`, {
        avatar_url: await api.upload(face, 'image/jpeg'),
      });
      return [name, api] as const;
    }),
  );
  const cast = Object.fromEntries(entries) as unknown as Record<Name, Api>;
  const own = await Api.signIn(server.url, self.username, password);
  const ownId = `@${self.username}:localhost`;
  const ownFace = {
    ground: ['#bde0fe', '#5fa8d3'],
    skin: '#efc7a5',
    hair: '#7a4b32',
    shirt: '#1d3557',
    cut: 'long',
  } as const;
  await own.call('PUT', `/profile/${ownId}/displayname`, { displayname: 'Anna Lind' });
  await own.call('PUT', `/profile/${ownId}/avatar_url`, {
    avatar_url: await own.upload(await paint(browser, portrait(ownFace), 320, 320), 'image/jpeg'),
  });

  const picture = async (api: Api, scene: keyof typeof scenes, width: number, height: number) => ({
    url: await api.upload(await paint(browser, scenes[scene], width, height), 'image/jpeg'),
    info: { w: width, h: height, mimetype: 'image/jpeg', size: 184_320 },
  });
  const direct = async (name: Name) => {
    const roomId = await cast[name].createRoom({
      is_direct: true,
      preset: 'trusted_private_chat',
      invite: [ownId],
      initial_state: [encryption],
    });
    await own.join(roomId);
    const path = `/user/${encodeURIComponent(ownId)}/account_data/m.direct`;
    const known = await own.call('GET', path).catch(() => ({}));
    await own.call('PUT', path, { ...known, [userId(name)]: [roomId] });
    return roomId;
  };
  const group = async (
    api: Api,
    name: string,
    topic: string,
    others: readonly Name[],
    scene: keyof typeof scenes,
  ) => {
    const face = await paint(browser, scenes[scene], 320, 320);
    const roomId = await api.createRoom({
      name,
      topic,
      preset: 'private_chat',
      invite: [ownId, ...others.map(userId)].filter((id) => api !== own || id !== ownId),
      initial_state: [
        encryption,
        {
          type: 'm.room.avatar',
          state_key: '',
          content: { url: await api.upload(face, 'image/jpeg') },
        },
      ],
    });
    if (api !== own) await own.join(roomId);
    for (const other of others) await cast[other].join(roomId);
    return roomId;
  };

  const { ingrid, omar, mei, theo, zola, jonas } = cast;
  const jonasRoom = await direct('jonas');
  await jonas.send(jonasRoom, ['The parts for the engine came today']);
  await own.send(jonasRoom, ['Wonderful, thank you!']);
  const books = await group(zola, 'Book circle', 'One book a month', ['mei', 'theo'], 'cottage');
  await zola.send(books, ['Next time: To the Lighthouse, of course 📚']);
  const sailing = await group(
    theo,
    'Sunday sailing',
    'Wind, weather and who brings the coffee',
    ['ingrid', 'omar'],
    'regatta',
  );
  await theo.send(sailing, ['Force four from the west on Sunday', 'Who is coming along?']);
  await ingrid.sendEvent(sailing, 'm.room.message', {
    msgtype: 'm.image',
    body: 'regatta.jpg',
    ...(await picture(ingrid, 'regatta', 1200, 800)),
  });
  const meiRoom = await direct('mei');
  await mei.send(meiRoom, ['The tea house opens again on Friday 🍵']);
  const ingridRoom = await direct('ingrid');
  const keepers = await group(
    own,
    'Lighthouse keepers',
    'Who lights the lamp, and when',
    ['ingrid', 'omar', 'mei', 'theo'],
    'lighthouse',
  );

  await talkOfKeepers();
  await talkWithIngrid();
  await omar.createRoom({
    name: 'Harbour choir',
    preset: 'private_chat',
    invite: [ownId],
    initial_state: [encryption],
  });
  return { cast, self: own, userId, rooms: { keepers, sailing, ingrid: ingridRoom } };

  async function react(api: Api, roomId: string, event_id: string, key: string): Promise<void> {
    const relation = { rel_type: 'm.annotation', event_id, key };
    await api.sendEvent(roomId, 'm.reaction', { 'm.relates_to': relation });
  }

  function say(api: Api, roomId: string, content: unknown): Promise<string> {
    return api.sendEvent(roomId, 'm.room.message', content);
  }

  async function talkOfKeepers(): Promise<void> {
    await say(
      omar,
      keepers,
      text('Good morning! The fog has lifted, you can see as far as the islands.'),
    );
    const photo = await say(omar, keepers, {
      msgtype: 'm.image',
      filename: 'islands.jpg',
      body: 'From the gallery, ten minutes ago',
      ...(await picture(omar, 'lighthouse', 1200, 800)),
    });
    await react(ingrid, keepers, photo, '😍');
    await react(own, keepers, photo, '😍');
    await react(mei, keepers, photo, '🔥');
    await say(mei, keepers, text('What a light!', answering(photo)));
    const watch = await say(theo, keepers, text('Who takes the watch tonight?'));
    const mine = await say(own, keepers, text('I can, from ten until dawn', answering(watch)));
    await react(theo, keepers, mine, '🙏');
    await say(own, keepers, text('Somebody please leave me coffee ☕'));
    await voice(ingrid, keepers);
    await say(
      theo,
      keepers,
      text('Thank you Anna. I will oil the lamp before and leave the log on the table.'),
    );
  }

  async function voice(api: Api, roomId: string): Promise<void> {
    const url = await api.upload(tone(2), 'audio/wav');
    const loudness = (at: number) =>
      Math.abs(Math.sin(at / 3) * Math.sin(at / 11) * Math.cos(at / 5));
    await say(api, roomId, {
      msgtype: 'm.audio',
      body: 'Voice message',
      url,
      info: { duration: 17_000, mimetype: 'audio/wav', size: 21_000 },
      'org.matrix.msc3245.voice': {},
      'org.matrix.msc1767.audio': {
        duration: 17_000,
        waveform: Array.from({ length: 60 }, (_, at) => Math.round(80 + 940 * loudness(at + 2))),
      },
    });
  }

  async function talkWithIngrid(): Promise<void> {
    await say(own, ingridRoom, text('Are you back from the mountains?'));
    await say(ingrid, ingridRoom, text('Since last night. Look where we woke up!'));
    for (const scene of ['mountains', 'cottage', 'night'] as const) {
      await say(ingrid, ingridRoom, {
        msgtype: 'm.image',
        body: `${scene}.jpg`,
        'org.heliograph.album': 'trip',
        ...(await picture(ingrid, scene, 1200, 800)),
      });
    }
    await say(own, ingridRoom, text('😍'));
    const plan = await say(
      own,
      ingridRoom,
      text('Next time I am coming along. When do you go again?'),
    );
    await react(ingrid, ingridRoom, plan, '❤️');
    await say(ingrid, ingridRoom, text('In two weeks, if the weather holds. Bring warm socks 🧦'));
  }
}
