package org.zoneseal.app.daemon;

/** Makes {@link ErrorLog} what {@link System#getLogger} gives; found by the service loader. */
public final class ErrorLogFinder extends System.LoggerFinder {

    @Override
    public System.Logger getLogger(String name, Module module) {
        return ErrorLog.ofProcess().logger(name);
    }
}
