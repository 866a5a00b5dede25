import { n } from '$lib/words/shown';
import { t } from '$lib/words/words.svelte';

type Field = HTMLInputElement | HTMLSelectElement | HTMLTextAreaElement;

const isField = (target: EventTarget | null): target is Field => target instanceof HTMLInputElement || target instanceof HTMLSelectElement || target instanceof HTMLTextAreaElement;

function wrongWith(field: Field): string {
  const { validity } = field;
  if (validity.valueMissing) return t(field instanceof HTMLSelectElement || (field instanceof HTMLInputElement && /checkbox|radio/.test(field.type)) ? 'wrongChoose' : 'wrongMissing');
  if (field instanceof HTMLInputElement) {
    const limit = (text: string) => (field.type === 'number' ? n(Number(text)) : text.replace('T', ' '));
    if (validity.badInput) return t('wrongNumber');
    if (validity.rangeUnderflow) return t('wrongLow', limit(field.min));
    if (validity.rangeOverflow) return t('wrongHigh', limit(field.max));
    if (validity.stepMismatch) return t('wrongWhole');
    if (validity.tooShort) return t('wrongShort', field.minLength);
  }
  return t('wrongForm');
}

/** What a form refuses is said in the language of its page, not in that of the browser; from now on, on all pages. */
export function useOwnWords(): void {
  const onInvalid = ({ target }: Event) => isField(target) && target.setCustomValidity(wrongWith(target));
  const forget = (field: Element) => isField(field) && field.setCustomValidity('');
  const onInput = ({ target }: Event) => target instanceof Element && forget(target);
  // Enter in a field presses the button too: each time the browser judges anew.
  const onClick = ({ target }: Event) => {
    const button = target instanceof Element && target.closest('button');
    if (button && button.form) for (const field of button.form.elements) forget(field);
  };
  addEventListener('invalid', onInvalid, true);
  addEventListener('input', onInput, true);
  addEventListener('click', onClick, true);
}
