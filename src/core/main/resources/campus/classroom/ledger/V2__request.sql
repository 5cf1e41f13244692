-- A message on DST/PETICION is called a request now.
UPDATE refusal SET what = 'request' WHERE what = 'petition';
