import { number } from './format';
import type { SawWords } from './words.svelte';

const n = (value: number) => number(value, 'en');

export const sawEn: SawWords = {
  sawTitle: 'I saw this',
  sawAt: (place, when) => `${place}, ${when}`,
  sawWhy: 'You filmed the code on an official’s phone while ballot boxes were opened. One tap adds what you saw to the public log.',
  sawNotSaksi: 'What the public saw is counted apart and replaces no saksi. Your name, number and position are not kept.',
  sawDay: 'What this polling station has said',
  sawDayNone: 'The log has no word of this place yet; it may still be on the official’s phone.',
  sawPosition: 'Compare my position with the place (only “near” or “far” is recorded)',
  sawNoPosition: 'No position was found. You can say it without.',
  sawPhoto: 'A photo of the boxes, if you like',
  sawPhotoAgain: 'Another photo',
  sawPhotoWhy: 'Only agencies that are logged in can see it, and who looks is written down. No faces, no ballots, please.',
  sawSay: 'I saw boxes being opened',
  sawSaying: 'Sending…',
  sawThanks: 'Thank you. What you saw is on record.',
  sawEntry: (entry) => `entry ${entry} of the public log`,
  sawAgain: 'This browser has said so for this place. It counts once.',
  sawLate: 'This code is long over; what you say is recorded as late.',
  'sawRange.near': 'near the place',
  'sawRange.far': 'far from the place, and recorded so',
  'sawRange.unsaid': 'without a position',
  sawCount: (here, late, far) => `${n(here + late + far)} of the public saw an opening here${late + far > 0 ? ` (${n(late)} late, ${n(far)} from afar)` : ''}`,
  sawNoCode: 'This is no code on the spot. Film the code on the official’s phone while boxes are opened.',
  'sawRefused.SIGNATURE_WRONG': 'This code is torn or not genuine. Film it once more from the official’s phone.',
  'sawRefused.KEY_UNKNOWN': 'No enrolled official’s phone shows this code.',
  'sawRefused.KEY_REVOKED': 'The phone that shows this code was revoked.',
  'sawRefused.WRONG_PLACE': 'The phone that shows this code is not of that place.',
  'sawRefused.CODE_AHEAD': 'The official’s phone has a wrong clock: this code is for later. Tell the official.',
};
