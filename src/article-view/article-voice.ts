/**
 * The Vietnamese voice of this device, the browser's own choice first. None stands in for it: an English voice makes no word of the text understood.
 *
 * @returns undefined where there is none, or none yet: browsers load them after the page (`voiceschanged`)
 */
export function vietnameseVoice(): SpeechSynthesisVoice | undefined {
  if (!('speechSynthesis' in globalThis)) return undefined;
  const voices = speechSynthesis.getVoices().filter(({ lang }) => /^vi\b/i.test(lang.replace('_', '-')));
  return voices.find((voice) => voice.default) ?? voices.find((voice) => voice.localService) ?? voices[0];
}

/** Hears when the device's voices have come, until the returned function is called. */
export function watchVoices(changed: () => void): () => void {
  if (!('speechSynthesis' in globalThis)) return () => undefined;
  speechSynthesis.addEventListener('voiceschanged', changed);
  return () => {
    speechSynthesis.removeEventListener('voiceschanged', changed);
  };
}
