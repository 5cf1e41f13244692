-- The same for SQLite and PostgreSQL; ${id} is the type of a key that counts by itself. Times are milliseconds since
-- 1970-01-01 UTC.

CREATE TABLE issued_code (
    id          ${id} PRIMARY KEY,
    code        CHAR(5)      NOT NULL,
    -- the code and the DNI while the code may be redeemed, then null: unique among the open ones only
    open_code   CHAR(5)      UNIQUE,
    open_dni    VARCHAR(16),
    dni         VARCHAR(16)  NOT NULL,
    -- the client that asked and that alone may redeem, by its Response Topic; empty: asked without one, for everybody
    owner       VARCHAR(200) NOT NULL,
    -- 1 to 10 among the open codes of a DNI that have an owner, 0 of the one that has none
    place       INTEGER      NOT NULL,
    issued_at   BIGINT       NOT NULL,
    expires_at  BIGINT       NOT NULL,
    redeemed_at BIGINT,
    solution    VARCHAR(1000),
    -- of a redeemed code: which one of its DNI, from 1
    certificate INTEGER
);
CREATE INDEX issued_code_by_code ON issued_code (code, id);
CREATE INDEX issued_code_by_dni ON issued_code (dni, owner, issued_at);
CREATE UNIQUE INDEX issued_code_open_owner ON issued_code (open_dni, owner) WHERE open_dni IS NOT NULL;
CREATE UNIQUE INDEX issued_code_open_place ON issued_code (open_dni, place) WHERE open_dni IS NOT NULL;

-- What a redeemed code still asks for, written in the transaction that redeems it. Any teacher may claim and do it.
CREATE TABLE delivery (
    id             ${id} PRIMARY KEY,
    issued_code_id BIGINT       NOT NULL REFERENCES issued_code (id),
    -- result: a line in the file of results; mail: the mail of confirmation
    kind           VARCHAR(10)  NOT NULL,
    -- the teacher (campus.client-id) that has claimed it; null: nobody yet
    teacher        VARCHAR(200),
    attempts       INTEGER      NOT NULL DEFAULT 0,
    -- the next attempt of a mail; of what is claimed the beginning of the attempt
    next_at        BIGINT       NOT NULL,
    done_at        BIGINT,
    -- given up
    failed_at      BIGINT,
    UNIQUE (issued_code_id, kind)
);
CREATE INDEX delivery_open ON delivery (kind, next_at) WHERE done_at IS NULL AND failed_at IS NULL;

-- How many wrong messages a client has sent within a minute, counted by all teachers.
CREATE TABLE wrong_message (
    -- by its Response Topic; empty: all that have none
    owner  VARCHAR(200) NOT NULL,
    -- minutes since 1970-01-01 UTC
    minute BIGINT       NOT NULL,
    times  INTEGER      NOT NULL,
    PRIMARY KEY (owner, minute)
);

-- How often something was refused, by day (UTC).
CREATE TABLE refusal (
    day    CHAR(10)    NOT NULL,
    -- request or solution
    what   VARCHAR(10) NOT NULL,
    -- a constant of campus.classroom.Refusal
    reason VARCHAR(30) NOT NULL,
    times  BIGINT      NOT NULL,
    PRIMARY KEY (day, what, reason)
);
