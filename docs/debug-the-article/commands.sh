# A sketch as in the article: a bus, a rule, a target, and an event to try.
aws events create-event-bus --name AircraftBookingBus

aws events put-rule --name PaymentProcessingRule
  --event-bus-name AircraftBookingBus
  --event-pattern '{"source":["aircraft.booking"],
                    "detail-type":["BookingCreated"]}'

aws events put-targets --rule BookingCreatedRule --targets \
  Id=payment,Arn=arn:aws:lambda:us-east-1:000000000000:function:payment-charge

aws events put-rule --name TicketIssuedRule \
  --event-bus-name AircraftBookingBus \
  --event-pattern '{"source":["aircraft.seat-assignment"],
                    "detail-type":["SeatAssigned"]}'

aws events put-events --entries '[{
  "source": "aircraft.booking",
  "detail-type": "BookingCreated",
  "detail": { "bookingId": "B123", "customerId": "CUST001",
              "flightId": "FLIGHT001", "amount": 300 }
}]'
