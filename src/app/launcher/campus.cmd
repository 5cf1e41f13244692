@echo off
rem campus [COMMAND] [OPTIONS]: as java -jar campus.jar, but with an archive of its classes that the build made, so that
rem it starts in half of the time. Honours JAVA_HOME, and JAVA_OPTS for the JVM.
setlocal DisableDelayedExpansion
set "here=%~dp0"
set "java=java"
if defined JAVA_HOME set "java=%JAVA_HOME%\bin\java"
rem Compiling takes more processor time than the start itself: a little later is soon enough, and only run, the default,
rem deserves the second compiler.
set "compiler=-XX:TieredStopAtLevel=1"
if "%~1"=="" set "compiler="
if "%~1"=="run" set "compiler="
if "%~1"=="-D" set "compiler="
rem The archive is read as a whole, so the commands of a moment have a smaller one.
set "file=campus.jsa"
for %%c in (pub sub status student) do if "%~1"=="%%c" set "file=campus-commands.jsa"
set "archive="
if exist "%here%%file%" set archive="-XX:SharedArchiveFile=%here%%file%"
rem A JVM that cannot use the archive does without it, and should not talk about it.
"%java%" -Xlog:cds*=off -XX:CompileThresholdScaling=4 %archive% %compiler% %JAVA_OPTS% -jar "%here%campus.jar" %*
exit /b %ERRORLEVEL%
