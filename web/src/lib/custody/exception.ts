import { t } from '$lib/words/words.svelte';

/** What a taker said of a box that did not come, or came otherwise than offered. */
export function exceptionOf(exception: string): string {
  if (exception === 'missing') return t('exceptionMissing');
  const [, seals, broken, damaged] = /^(?:seals (\S+))? ?(?:broken (\S+))? ?(damaged)?$/.exec(exception) ?? [];
  const numbers = (text: string) => (text === 'none' ? t('exceptionNoSeals') : text.replaceAll(',', '  '));
  return [
    ...(seals && !broken ? [`${t('exceptionSeals')}: ${numbers(seals)}`] : []),
    ...(broken ? [`${t('exceptionBroken')}: ${numbers(broken)}`] : []),
    ...(damaged ? [t('exceptionDamaged')] : []),
  ].join('; ');
}
