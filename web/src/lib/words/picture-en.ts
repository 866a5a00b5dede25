import { number } from './format';
import type { PictureWords } from './words.svelte';

const n = (value: number) => number(value, 'en');
const s = (count: number, one: string, more: string) => `${n(count)} ${count === 1 ? one : more}`;

export const pictureEn: PictureWords = {
  pictureTake: 'Take a photo',
  pictureRoom: (left) => `${s(left, 'more photo', 'more photos')} possible.`,
  pictureFull: (max) => `There are ${s(max, 'photo', 'photos')}. Remove one to replace it.`,
  picturePreparing: 'Preparing…',
  pictureSending: 'Sending…',
  pictureKept: 'Kept',
  pictureRemove: (i) => `Remove photo ${i}`,
  pictureUnreadable: 'This file cannot be read as a photo. Take a new one.',
  pictureTooLarge: 'This photo is too large (over 30 MB, or cannot be made smaller than 1.5 MB). Take it again at a smaller size or from nearer.',
  pictureQuota: 'You may keep no more photos. Tell a KPU officer.',
  pictureAlt: (i, of) => `Photo ${i} of ${of}`,
  pictureOpen: (i, of) => `Open photo ${i} of ${of}`,
  pictureErased: 'This photo was erased',
  pictureNone: 'No photos.',
  pictureBefore: 'Photo before',
  pictureNext: 'Next photo',
  pictureClose: 'Close',
};
