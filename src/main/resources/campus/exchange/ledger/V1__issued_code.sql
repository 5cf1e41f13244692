CREATE TABLE issued_code (
    id          BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    code        CHAR(5)                  NOT NULL,
    -- the code while it may be redeemed, then null: unique among the open ones only
    open_code   CHAR(5) UNIQUE,
    dni         VARCHAR(16)              NOT NULL,
    issued_at   TIMESTAMP WITH TIME ZONE NOT NULL,
    expires_at  TIMESTAMP WITH TIME ZONE NOT NULL,
    redeemed_at TIMESTAMP WITH TIME ZONE,
    solution    VARCHAR(1000)
);
CREATE INDEX issued_code_by_code ON issued_code (code, id);
