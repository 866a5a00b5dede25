import { id } from './id';
import type { Language } from './format';
import type { fieldId } from './field-id';
import type { returningId } from './returning-id';
import type { accessId } from './access-id';
import type { practiceId } from './practice-id';
import type { stockId } from './stock-id';
import type { ceremonyId } from './ceremony-id';
import type { examinationId } from './examination-id';
import type { sawId } from './saw-id';
import type { setupId } from './setup-id';
import type { witnessId } from './witness-id';
import type { proofId } from './proof-id';
import type { spotcheckId } from './spotcheck';
import type { findingId } from './finding-id';
import type { vulnerabilityId } from './vulnerability';
import type { sitrepId } from './sitrep';
import type { wallId } from './wall';
import type { cameraId } from './camera';
import type { entranceId } from './entrance';
import type { warehouseId } from './warehouse';
import type { weatherId } from './weather';
import type { watchId } from './watch';
import type { meansId } from './means';
import type { notificationId } from './notification';
import type { postId } from './post';
import type { incidentId } from './incident';
import type { boxId } from './box-id';
import type { labelId } from './label-id';
import type { listId } from './list-id';
import type { loginId } from './login-id';
import type { pictureId } from './picture-id';
import type { scanId } from './scan-id';
import type { levelId } from './level';

type In<W> = { [K in keyof W]: W[K] extends string ? string : W[K] };

/** Every sentence of the interface by key; a value is text, or makes text from what it is about. */
export type BaseWords = In<typeof id>;
export type StockWords = In<typeof stockId>;
export type FieldWords = In<typeof fieldId>;
export type CeremonyWords = In<typeof ceremonyId>;
export type ReturningWords = In<typeof returningId>;
export type AccessWords = In<typeof accessId>;
export type PracticeWords = In<typeof practiceId>;
export type ExaminationWords = In<typeof examinationId>;
export type SawWords = In<typeof sawId>;
export type SetupWords = In<typeof setupId>;
export type WitnessWords = In<typeof witnessId>;
export type SpotcheckWords = In<typeof spotcheckId>;
export type VulnerabilityWords = In<typeof vulnerabilityId>;
export type ProofWords = In<typeof proofId>;
export type FindingWords = In<typeof findingId>;
export type WallWords = In<typeof wallId>;
export type MeansWords = In<typeof meansId>;
export type NotificationWords = In<typeof notificationId>;
export type PostWords = In<typeof postId>;
export type IncidentWords = In<typeof incidentId>;
export type BoxWords = In<typeof boxId>;
export type LabelWords = In<typeof labelId>;
export type ListWords = In<typeof listId>;
export type LoginWords = In<typeof loginId>;
export type PictureWords = In<typeof pictureId>;
export type ScanWords = In<typeof scanId>;
export type LevelWords = In<typeof levelId>;
export type WatchWords = In<typeof watchId>;
export type CameraWords = In<typeof cameraId>;
export type EntranceWords = In<typeof entranceId>;
export type WarehouseWords = In<typeof warehouseId>;
export type WeatherWords = In<typeof weatherId>;
export type Words = WeatherWords & CameraWords & WarehouseWords & EntranceWords & LevelWords & BoxWords & LabelWords & ListWords & LoginWords & PictureWords & ScanWords & WatchWords & MeansWords & WallWords & SitrepWords & VulnerabilityWords & FindingWords & WitnessWords & ProofWords & ExaminationWords & SawWords & BaseWords & StockWords & FieldWords & CeremonyWords & ReturningWords & AccessWords & PracticeWords & SetupWords & SpotcheckWords & NotificationWords & PostWords & IncidentWords;
export type SitrepWords = In<typeof sitrepId>;
export type Key = keyof Words;

type Arguments<K extends Key> = Words[K] extends (...args: infer A) => string ? A : [];

/** What only some pages say. */
const PARTS = {
  stock: { id: async () => (await import('./stock-id')).stockId, en: async () => (await import('./stock-en')).stockEn },
  returning: { id: async () => (await import('./returning-id')).returningId, en: async () => (await import('./returning-en')).returningEn },
  access: { id: async () => (await import('./access-id')).accessId, en: async () => (await import('./access-en')).accessEn },
  practice: { id: async () => (await import('./practice-id')).practiceId, en: async () => (await import('./practice-en')).practiceEn },
  field: { id: async () => (await import('./field-id')).fieldId, en: async () => (await import('./field-en')).fieldEn },
  saw: { id: async () => (await import('./saw-id')).sawId, en: async () => (await import('./saw-en')).sawEn },
  examination: { id: async () => (await import('./examination-id')).examinationId, en: async () => (await import('./examination-en')).examinationEn },
  finding: { id: async () => (await import('./finding-id')).findingId, en: async () => (await import('./finding-en')).findingEn },
  sitrep: { id: async () => (await import('./sitrep')).sitrepId, en: async () => (await import('./sitrep')).sitrepEn },
  notification: { id: async () => (await import('./notification')).notificationId, en: async () => (await import('./notification')).notificationEn },
  post: { id: async () => (await import('./post')).postId, en: async () => (await import('./post')).postEn },
  incident: { id: async () => (await import('./incident')).incidentId, en: async () => (await import('./incident')).incidentEn },
  proof: { id: async () => (await import('./proof-id')).proofId, en: async () => (await import('./proof-en')).proofEn },
  spotcheck: { id: async () => (await import('./spotcheck')).spotcheckId, en: async () => (await import('./spotcheck')).spotcheckEn },
  vulnerability: { id: async () => (await import('./vulnerability')).vulnerabilityId, en: async () => (await import('./vulnerability')).vulnerabilityEn },
  setup: { id: async () => (await import('./setup-id')).setupId, en: async () => (await import('./setup-en')).setupEn },
  means: { id: async () => (await import('./means')).meansId, en: async () => (await import('./means')).meansEn },
  wall: { id: async () => (await import('./wall')).wallId, en: async () => (await import('./wall')).wallEn },
  watch: { id: async () => (await import('./watch')).watchId, en: async () => (await import('./watch')).watchEn },
  camera: { id: async () => (await import('./camera')).cameraId, en: async () => (await import('./camera')).cameraEn },
  entrance: { id: async () => (await import('./entrance')).entranceId, en: async () => (await import('./entrance')).entranceEn },
  warehouse: { id: async () => (await import('./warehouse')).warehouseId, en: async () => (await import('./warehouse')).warehouseEn },
  weather: { id: async () => (await import('./weather')).weatherId, en: async () => (await import('./weather')).weatherEn },
  witness: { id: async () => (await import('./witness-id')).witnessId, en: async () => (await import('./witness-en')).witnessEn },
  box: { id: async () => (await import('./box-id')).boxId, en: async () => (await import('./box-en')).boxEn },
  label: { id: async () => (await import('./label-id')).labelId, en: async () => (await import('./label-en')).labelEn },
  list: { id: async () => (await import('./list-id')).listId, en: async () => (await import('./list-en')).listEn },
  login: { id: async () => (await import('./login-id')).loginId, en: async () => (await import('./login-en')).loginEn },
  picture: { id: async () => (await import('./picture-id')).pictureId, en: async () => (await import('./picture-en')).pictureEn },
  scan: { id: async () => (await import('./scan-id')).scanId, en: async () => (await import('./scan-en')).scanEn },
  level: { id: async () => (await import('./level')).levelId, en: async () => (await import('./level')).levelEn },
  ceremony: { id: async () => (await import('./ceremony-id')).ceremonyId, en: async () => (await import('./ceremony-en')).ceremonyEn },
};
export type Part = keyof typeof PARTS;

const STORED = 'segel.language';

/** The language this person reads. English, and what only some pages say, is fetched when it is asked for. */
class Speech {
  language = $state<Language>('id');
  #words = $state.raw<Partial<Words>>(id);
  readonly #parts = new Set<Part>();
  readonly #added = new Map<Part, Promise<void>>();

  /** The language chosen last time; called once, before anything is shown. */
  async restore(): Promise<void> {
    if (localStorage.getItem(STORED) === 'en') await this.use('en');
  }

  async use(language: Language): Promise<void> {
    this.#words = await this.#fetch(language);
    this.language = language;
    document.documentElement.lang = language;
    localStorage.setItem(STORED, language);
  }

  /** The sentences of these parts; called before a page that has them is shown. */
  async need(...parts: Part[]): Promise<void> {
    await Promise.all(
      parts.map((part) => {
        const adding = this.#added.get(part) ?? this.#add(part);
        this.#added.set(part, adding);
        return adding;
      }),
    );
  }

  async #add(part: Part): Promise<void> {
    // What is being fetched now must hold them as well; a failure is asked for again with the next page.
    try {
      this.#parts.add(part);
      this.#words = await this.#fetch(this.language);
    } catch (e) {
      this.#added.delete(part);
      throw e;
    }
  }

  async #fetch(language: Language): Promise<Partial<Words>> {
    const base = language === 'en' ? (await import('./en')).en : id;
    for (;;) {
      const wanted = [...this.#parts];
      const parts = await Promise.all(wanted.map((part) => PARTS[part][language]()));
      // A layout and its page ask at once: whoever is ready last must not take the other's sentences away.
      if (wanted.length === this.#parts.size) return Object.assign({}, base, ...parts) as Partial<Words>;
    }
  }

  /** Whether there is a sentence for a name that the server made. */
  has(key: string): key is Key {
    return Object.hasOwn(this.#words, key);
  }

  say<K extends Key>(key: K, ...args: Arguments<K>): string {
    const word = this.#words[key] as string | ((...args: unknown[]) => string);
    return typeof word === 'string' ? word : word(...args);
  }
}

export const speech = new Speech();

export function t<K extends Key>(key: K, ...args: Arguments<K>): string {
  return speech.say(key, ...args);
}
