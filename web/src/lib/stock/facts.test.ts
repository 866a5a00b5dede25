import { expect, it } from 'vitest';
import { printFact, type StockFact } from './facts';
import { bundlesOf, labelOf, printPieces, type Piece } from './pieces';

const whole = (koli: string, ...bundles: number[]): Piece[] => bundles.map((bundle) => ({ koli, bundle, part: 'whole', sheets: 25 }));

it.each<[string, Piece[]]>([
  ['C0123-001.01-12', whole('C0123-001', 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12)],
  ['C0123-001.03', whole('C0123-001', 3)],
  ['C0123-001.01-02 C0123-001.04', whole('C0123-001', 4, 2, 1)],
  ['C0123-001.20 C0123-002.01', [...whole('C0123-002', 1), ...whole('C0123-001', 20)]],
  ['C0123-001.12 C0123-001.13=6', [{ koli: 'C0123-001', bundle: 13, part: 'broken off', sheets: 6 }, ...whole('C0123-001', 12)]],
  ['C0123-001.13b', [{ koli: 'C0123-001', bundle: 13, part: 'rest', sheets: 19 }]],
])('writes %s', (text, pieces) => expect(printPieces(pieces).join(' ')).toBe(text));

it('names bundles as their labels do', () => {
  expect(labelOf({ koli: 'C0123-001', bundle: 7, part: 'whole' })).toBe('C0123-001.07');
  expect(labelOf({ koli: 'C0123-001', bundle: 7, part: 'rest' })).toBe('C0123-001.07b');
  expect(bundlesOf(498, 25)).toEqual({ full: 19, rest: 23 });
});

/** Bodies as StockFact.writeTo writes them. */
const FACTS: [string, StockFact][] = [
  [
    'fact BoxesFilled\nplace G3171\npacker P017\nbox 3171011001147101 C0123-001.01-12 C0123-001.13=6\n',
    {
      fact: 'BoxesFilled',
      place: 'G3171',
      packer: 'P017',
      boxes: [
        {
          box: '3171011001147101',
          pieces: [
            ...whole('C0123-001', 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12),
            { koli: 'C0123-001', bundle: 13, part: 'broken off', sheets: 6 },
          ],
        },
      ],
    },
  ],
  [
    'fact BoxesChecked\nplace G3171\nchecker P018\nbox 3171011001147101 ready\nbox 3171011001147201 short KABEL=1 TINTA=2\n',
    {
      fact: 'BoxesChecked',
      place: 'G3171',
      checker: 'P018',
      boxes: [
        { box: '3171011001147101', isReady: true, lacking: {} },
        { box: '3171011001147201', isReady: false, lacking: { TINTA: 2, KABEL: 1, SEGEL: 0 } },
      ],
    },
  ],
  [
    'fact KoliReceived\nconsignment C0123\nplace G3171\nkoli 001-003\nkoli 004 480\nkoli 005 wet\nkoli 006 499 torn\nkoli 008\npicture QUJD\n',
    {
      fact: 'KoliReceived',
      consignment: 'C0123',
      place: 'G3171',
      koli: [
        { number: 8, counted: null, condition: 'good' },
        { number: 3, counted: null, condition: 'good' },
        { number: 2, counted: null, condition: 'good' },
        { number: 1, counted: null, condition: 'good' },
        { number: 4, counted: 480, condition: 'good' },
        { number: 5, counted: null, condition: 'wet' },
        { number: 6, counted: 499, condition: 'torn' },
      ],
      pictures: ['QUJD'],
    },
  ],
  ['fact ConsignmentArrived\nconsignment C0123\nplace G3171\n', { fact: 'ConsignmentArrived', consignment: 'C0123', place: 'G3171', pictures: [] }],
  ['fact CountCorrected\nplace G3171\nkoli C0123-004\ncounted 500\n', { fact: 'CountCorrected', place: 'G3171', koli: 'C0123-004', counted: 500 }],
  [
    'fact KoliOpened\nplace G3171\ntable 7\nshift 2024-01-07-1\nkoli C0123-001\nkoli C0123-002\n',
    { fact: 'KoliOpened', place: 'G3171', table: 7, shift: '2024-01-07-1', koli: ['C0123-001', 'C0123-002'] },
  ],
  [
    'fact KoliSorted\nplace G3171\ntable 7\nshift 2024-01-07-1\nkoli C0123-001 496 torn=1 ink=2 missing=1 4-2=3 4-10=1\nkoli C0123-002 501 excess=1\n',
    {
      fact: 'KoliSorted',
      place: 'G3171',
      table: 7,
      shift: '2024-01-07-1',
      koli: [
        { koli: 'C0123-001', good: 496, damaged: { ink: 2, torn: 1, wet: 0 }, missing: 1, excess: 0, foreign: { '4-10': 1, '4-2': 3 } },
        { koli: 'C0123-002', good: 501, damaged: {}, missing: 0, excess: 1, foreign: {} },
      ],
    },
  ],
  [
    'fact TransferOrdered\ntransfer T1\nplace G3171\nto G3174\nsheets 3 44\nbox 3174011001003301\n',
    { fact: 'TransferOrdered', transfer: 'T1', place: 'G3171', to: 'G3174', style: '3', sheets: 44, box: '3174011001003301' },
  ],
  [
    'fact DifferenceClosed\nplace G3171\nabout consignment:C0123\nsheets 4-1 20\nway CREDITED\nrecord BA-12\n',
    { fact: 'DifferenceClosed', place: 'G3171', about: 'consignment:C0123', style: '4-1', sheets: 20, way: 'CREDITED', record: 'BA-12' },
  ],
  [
    'fact BillOfMaterialsSet\nitem TINTA 1 2 Tinta\nitem BILIK out 4 Bilik suara\n',
    {
      fact: 'BillOfMaterialsSet',
      items: [
        { code: 'TINTA', per: '1', quantity: 2, name: 'Tinta' },
        { code: 'BILIK', per: 'out', quantity: 4, name: 'Bilik suara' },
      ],
    },
  ],
];

it.each(FACTS)('prints %s', (body, fact) => expect(printFact(fact)).toBe(`segel/fact/v1\n${body}`));
