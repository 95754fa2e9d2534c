/** Camera, microphone and screen. */

const sound: MediaTrackConstraints = {
  echoCancellation: true,
  noiseSuppression: true,
  autoGainControl: true,
};
const picture: MediaTrackConstraints = {
  width: { ideal: 1280 },
  height: { ideal: 720 },
  frameRate: { ideal: 30, max: 30 },
  facingMode: 'user',
};

/** The microphone, and the camera where it is wanted and there; rejects without a microphone. */
export async function openDevices(withVideo: boolean): Promise<MediaStream> {
  const { mediaDevices } = navigator;
  if (!withVideo) return mediaDevices.getUserMedia({ audio: sound });
  try {
    return await mediaDevices.getUserMedia({ audio: sound, video: picture });
  } catch (error) {
    // No camera, or one that another program has: one can be heard all the same.
    if (isRefused(error)) throw error;
    return mediaDevices.getUserMedia({ audio: sound });
  }
}

export async function openCamera(): Promise<MediaStreamTrack | null> {
  const stream = await navigator.mediaDevices.getUserMedia({ video: picture });
  return stream.getVideoTracks()[0] ?? null;
}

export async function openScreen(): Promise<MediaStreamTrack | null> {
  const stream = await navigator.mediaDevices.getDisplayMedia({ video: true });
  return stream.getVideoTracks()[0] ?? null;
}

/** The person, or the system, said no. */
export function isRefused(error: unknown): boolean {
  return error instanceof DOMException && error.name === 'NotAllowedError';
}
