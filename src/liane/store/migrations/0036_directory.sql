-- The local copy of the national directory. Rows are replaced by their key; what a full load did not see again is no longer
-- in force but stays, for the history of messages. run: the load that wrote the row last.
CREATE TABLE directory_runs (
  id          bigint      PRIMARY KEY,
  source      text        NOT NULL,
  is_full     boolean     NOT NULL,
  since       timestamptz,
  started_at  timestamptz NOT NULL,
  alive_at    timestamptz NOT NULL,
  done_at     timestamptz,
  resource    text        NOT NULL,
  cursor      text        NOT NULL,
  records     bigint      NOT NULL,
  problem     text        NOT NULL
);
CREATE INDEX directory_runs_done ON directory_runs (done_at DESC) WHERE done_at IS NOT NULL;

CREATE TABLE directory_practitioners (
  key         text    COLLATE "C" PRIMARY KEY,
  run         bigint  NOT NULL,
  idnps       text    NOT NULL,
  rpps        text    NOT NULL,
  family      text    NOT NULL,
  given       text    NOT NULL,
  civility    text    NOT NULL,
  profession  text    NOT NULL,
  category    text    NOT NULL,
  specialties text[]  NOT NULL,
  is_active   boolean NOT NULL,
  folded      text    NOT NULL
);
CREATE INDEX directory_practitioners_idnps ON directory_practitioners (idnps) WHERE idnps <> '';
CREATE INDEX directory_practitioners_rpps ON directory_practitioners (rpps) WHERE rpps <> '';
CREATE INDEX directory_practitioners_folded ON directory_practitioners USING gin (folded gin_trgm_ops);
CREATE INDEX directory_practitioners_run ON directory_practitioners (run) WHERE is_active;

CREATE TABLE directory_structures (
  key         text    COLLATE "C" PRIMARY KEY,
  run         bigint  NOT NULL,
  idnst       text    NOT NULL,
  finess      text    NOT NULL,
  siret       text    NOT NULL,
  rpps_rank   text    NOT NULL,
  name        text    NOT NULL,
  sector      text    NOT NULL,
  is_legal    boolean NOT NULL,
  line        text    NOT NULL,
  postal_code text    NOT NULL,
  city        text    NOT NULL,
  phone       text    NOT NULL,
  part_of     text    NOT NULL,
  is_active   boolean NOT NULL,
  folded      text    NOT NULL
);
CREATE INDEX directory_structures_idnst ON directory_structures (idnst) WHERE idnst <> '';
CREATE INDEX directory_structures_finess ON directory_structures (finess) WHERE finess <> '';
CREATE INDEX directory_structures_place ON directory_structures (postal_code, sector);
CREATE INDEX directory_structures_folded ON directory_structures USING gin (folded gin_trgm_ops);
CREATE INDEX directory_structures_run ON directory_structures (run) WHERE is_active;

CREATE TABLE directory_situations (
  key          text    COLLATE "C" PRIMARY KEY,
  run          bigint  NOT NULL,
  practitioner text    COLLATE "C" NOT NULL,
  structure    text    COLLATE "C" NOT NULL,
  identifier   text    NOT NULL,
  activity     text    NOT NULL,
  mode         text    NOT NULL,
  function     text    NOT NULL,
  is_active    boolean NOT NULL
);
CREATE INDEX directory_situations_practitioner ON directory_situations (practitioner);
CREATE INDEX directory_situations_structure ON directory_situations (structure);
CREATE INDEX directory_situations_run ON directory_situations (run) WHERE is_active;

-- owner_kind: P, R (situation) or S.
CREATE TABLE directory_mailboxes (
  owner_kind      "char"  NOT NULL,
  owner_key       text    COLLATE "C" NOT NULL,
  address         text    NOT NULL,
  kind            text    NOT NULL,
  rank            integer NOT NULL,
  description     text    NOT NULL,
  service         text    NOT NULL,
  accepts_digital boolean,
  PRIMARY KEY (owner_kind, owner_key, address)
);
CREATE INDEX directory_mailboxes_address ON directory_mailboxes (address);
