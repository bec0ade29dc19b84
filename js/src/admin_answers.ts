// What the admin API answers, in the words of docs/openapi.json.

/** One of the three kinds of feature. */
export type Kind = 'switch' | 'flag' | 'sample';

/** An answer with the revision that it shows, or from which on a change is visible. */
export type Revised<Answer> = Answer & { revision: number };

/** An answer with its ETag, for `ifMatch` of a write on top of what was read. */
export type Tagged<Answer> = Revised<Answer> & { etag: string };

/** A feature in a list. */
export interface AdminFeature {
  name: string;
  /** What counts while nothing is stored; null if nobody defined the feature. */
  default: boolean | number | null;
  /** Its key in Redis. */
  key: string;
  description?: string;
  /** Browsers may see it. */
  client?: boolean;
  /** Found in the store; nobody defined it. */
  discovered?: boolean;
  /** Why what is stored cannot be used. */
  problem?: string;
  /** Switches and flags: what is stored, else the default. */
  is_active?: boolean | null;
  /** Samples: the ratio that is stored, else the default. */
  value?: number | null;
}

/** A feature by itself. */
export interface AdminFeatureState extends AdminFeature {
  kind: Kind;
  /** What is stored; null: nothing that can be used. */
  state: boolean | number | null;
}

/** What a flag says for one id of a group. */
export interface AdminOverride {
  flag: string;
  group: string;
  id: string;
  /** null: no override. */
  is_active: boolean | null;
}

/** A definition in the store. */
export interface FeatureDefinition {
  /** On or off; of a sample a ratio from 0 to 100. */
  default: boolean | number;
  description?: string;
  /** Browsers may see it. */
  client?: boolean;
}

/** Who is asking, for explain() and status(). */
export interface AdminVisitor {
  /** The visitor's ids, by group. */
  ids?: Readonly<Record<string, string>>;
  /** The visitor key, for samples. Left out: a visitor never seen before. */
  visitor?: string;
}

/** Which rule decides for a visitor. */
export interface AdminExplanation {
  kind: Kind;
  name: string;
  is_active: boolean;
  reason: 'default' | 'state' | 'override' | 'sample' | 'cookie' | 'problem' | 'unknown';
  /** All of them, in the order in which they are asked. */
  rules: {
    rule: 'override' | 'state' | 'default';
    group?: string;
    id?: string | null;
    says: boolean | number | null;
    problem?: string;
    decides: boolean;
  }[];
  visitor?: string;
  /** Samples: where the visitor stands in [0, 100), and the ratio it was held against. */
  draw?: number;
  ratio?: number | null;
  problem?: string;
}

/** What a change does. */
export type ChangeAction =
  | 'enable'
  | 'disable'
  | 'set'
  | 'clear'
  | 'enable_group'
  | 'disable_group'
  | 'clear_group'
  | 'clear_all_group'
  | 'define'
  | 'undefine';

/** A change that was made. */
export interface Change {
  action: ChangeAction;
  kind: Kind;
  name: string;
  group?: string;
  id?: string;
  /** An id that is not UTF-8. */
  id_hex?: string;
  /** The new text, as it is stored. */
  value?: string;
  /** The text that was stored before; of clear_all_group by percent-encoded id. */
  from?: string | Record<string, string> | null;
  /** The text that is stored now. */
  to?: string | null;
}

/** A change to be made. */
export interface NewChange extends Omit<Change, 'from'> {
  /** The text that must be stored until then; null: none. Left out: whatever is stored. */
  expected?: string | null;
}

/** What was written. */
export interface Written {
  /** From here on the change is visible. */
  revision: number;
  changes: Change[];
  /** The change is made, but could not be logged: why. */
  warning?: string;
}

/** What a rollback or an import did, or would do. */
export interface Plan {
  /** 0: nothing was changed. */
  revision: number;
  dry_run: boolean;
  changes: Change[];
  /** What is left out, and why. */
  skipped: string[];
  /** What others than the caller changed and a rollback undoes, without object ids. */
  overwrites: string[];
  warning?: string;
}

/** Who changed what. */
export interface LogEntry extends Omit<Change, 'action' | 'kind' | 'name'> {
  when: string;
  revision: number;
  who: string;
  /** accept_state is about no feature, and has no kind and name. */
  action: ChangeAction | 'accept_state';
  kind?: Kind;
  name?: string;
  reason?: string;
}

/** A page of the log, the newest change first. */
export interface ChangeLog {
  changes: LogEntry[];
  /** The `before` of the page that follows; left out on the last one. */
  next?: number;
}

/** What is different between two revisions; what was changed and changed back is not there. */
export interface Difference {
  from: number;
  to: number;
  changes: {
    kind: Kind;
    name: string;
    part: 'definition' | 'state' | 'override';
    group?: string;
    id?: string;
    id_hex?: string;
    from: string | null;
    to: string | null;
  }[];
}

/** Everything that a store holds of an extension. */
export interface ExportDocument {
  format: 'pancake-export';
  version: number;
  extension: string;
  revision?: number;
  lineage?: string;
  log_position?: number;
  accepted?: number;
  definitions?: { kind: Kind; name: string; default?: boolean | number; description?: string; client?: boolean }[];
  states?: { kind: Kind; name: string; value?: string; value_hex?: string; wrong_type?: string }[];
  overrides?: {
    flag: string;
    group: string;
    id?: string;
    id_hex?: string;
    value?: string;
    value_hex?: string;
    wrong_type?: string;
  }[];
  problems?: string[];
}

/** All features with what is stored. */
export interface Overview {
  name: string;
  group_ids: string[];
  problems?: string[];
  flags: (AdminFeature & { groups: unknown })[];
  switches: AdminFeature[];
  samples: AdminFeature[];
}

/** How everything answers one visitor. */
export interface Status {
  flags: { name: string; is_active: boolean }[];
  switches: { name: string; is_active: boolean }[];
  samples: { name: string; is_active: boolean }[];
}

/** An extension that the token may read. */
export interface ExtensionAccess {
  name: string;
  rights: ('read' | 'write')[];
  /** null: the store was not reached yet. */
  revision: number | null;
}

/** A definitions file. */
export interface DefinitionsFile {
  extensions: Record<string, Record<string, unknown>>;
}

/** What lint has to say, in the order of lines. */
export interface Finding {
  severity: 'warning' | 'error';
  file?: string;
  line: number;
  field?: string;
  message: string;
}
